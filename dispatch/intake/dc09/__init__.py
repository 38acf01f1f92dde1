"""SIA DC-09, the protocol in which alarm panels report over IP: frames, encryption, answers, and what they mean."""

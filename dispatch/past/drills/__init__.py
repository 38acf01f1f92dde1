"""What drills came to: the score of one, its record, and the ledger of joint duty, all from the events of the log.

Orders of drills are judged by `dispatch.core.performance`, the same code that judges operations in reports.
"""

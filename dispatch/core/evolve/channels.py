"""Messages on their way out."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.evolve.put import Rules
from dispatch.core.world import Message, World


def _channel_called(world: World, event: ev.ChannelCalled) -> World:
    message = Message(
        id=event.message,
        incident=event.incident,
        use=event.use,
        assignment=event.assignment,
        station=event.station,
        text=event.text,
        at=event.at,
        waiting=event.channels,
        trigger=event.trigger,
        request=event.request,
    )
    return replace(world, messages=world.messages.insert(message.id, message))


def _channel_sent(world: World, event: ev.ChannelSent) -> World:
    return _message_left(world, event.message, event.channel, dead=False)


def _channel_failed(world: World, event: ev.ChannelFailed) -> World:
    return _message_left(world, event.message, event.channel, dead=True)


def _channel_given_up(world: World, event: ev.ChannelGivenUp) -> World:
    return _message_left(world, event.message, event.channel, dead=False)


def _message_left(world: World, key: str, channel: str, *, dead: bool) -> World:
    message = world.messages[key]
    waiting = tuple(each for each in message.waiting if each != channel)
    dead_letters = (*message.dead, channel) if dead else message.dead
    # A dead letter about an incident leaves with it; one about a post stays in the record alone.
    if not waiting and (not dead_letters or message.incident is None):
        return replace(world, messages=world.messages.remove(key))
    return replace(world, messages=world.messages.insert(key, replace(message, waiting=waiting, dead=dead_letters)))


RULES: Rules = {
    ev.ChannelCalled: _channel_called,
    ev.ChannelSent: _channel_sent,
    ev.ChannelFailed: _channel_failed,
    ev.ChannelGivenUp: _channel_given_up,
}

// biome-ignore-all format: the generator lays it out
/**
 * What goes over the wire. Generated from the hub's structs, never edited: write it again with
 * `python -m dispatch.typescript > console/web/src/wire/generated.ts`.
 */

/** A point in time: RFC 3339 in UTC with milliseconds, so that texts sort as times do. */
export type Instant = string;
export type Role = "hub" | "device" | "station" | "dispatcher" | "commander" | "admin";
export type Ending = "released" | "declined" | "recalled";
export type CloseReason = "handled" | "false_equipment" | "false_cooking" | "false_touched" | "false_malicious" | "test" | "unknown" | "merged";
export type Verdict = "chosen" | "not_needed" | "held_back" | "busy" | "no_answer" | "off_duty" | "tried";
export type StationKind = "micro_unit" | "micro_community" | "small" | "fire";
export type TravelMode = "foot" | "motorcycle" | "engine" | "aerial";
export type Milestone = "assigned" | "delivered" | "acknowledged" | "en_route" | "on_scene" | "controlled" | "released";
export type Action = "alert_again" | "other_channel" | "next_unit" | "zone_neighbours" | "fire_station" | "raise_grade" | "duty_officer";
export type Preference = "nearest" | "zone" | "building";
/** Who did it: the role, the token's name, and the station where the token is of one. */
export interface By {
  readonly role: Role;
  readonly name: string;
  readonly station: string | null;
}
/** What every event carries. */
export interface Event {
  readonly v: number;
  readonly seq: number;
  readonly at: Instant;
  readonly by: By;
  readonly cause: string | null;
  readonly incident: string | null;
  readonly exercise: boolean;
  readonly to: readonly string[];
}
/** Where: WGS-84 degrees, a known building's id, a floor (basements negative), words. All optional. */
export interface Place {
  readonly lon: number | null;
  readonly lat: number | null;
  readonly building: string | null;
  readonly floor: number | null;
  readonly text: string | null;
}
/** One signal came in. `flags` name what it lacked or what was odd about it; nothing was refused for it. */
export interface AlarmRaised extends Event {
  readonly type: "alarm.raised";
  readonly incident: string;
  readonly alarm: string;
  readonly number: string;
  readonly source: string;
  readonly kind: string;
  readonly device: string | null;
  readonly place: Place;
  readonly occurred_at: Instant | null;
  readonly reporter: string | null;
  readonly trapped: number | null;
  readonly note: string | null;
  readonly test: boolean;
  readonly flags: readonly string[];
}
/** The alarm joined an open incident; `reason` says why. */
export interface AlarmMerged extends Event {
  readonly type: "alarm.merged";
  readonly incident: string;
  readonly alarm: string;
  readonly reason: string;
}
/** The alarm left `incident` for the incident `into`. */
export interface AlarmSplit extends Event {
  readonly type: "alarm.split";
  readonly incident: string;
  readonly alarm: string;
  readonly into: string;
}
/** A new incident. `number` is short enough to say over a radio. */
export interface IncidentOpened extends Event {
  readonly type: "incident.opened";
  readonly incident: string;
  readonly number: string;
  readonly kind: string;
  readonly place: Place;
  readonly grade: number;
  readonly trapped: number | null;
  readonly test: boolean;
  readonly flags: readonly string[];
}
/** A dispatcher has it in hand. This is no lock. */
export interface IncidentTaken extends Event {
  readonly type: "incident.taken";
  readonly incident: string;
}
/** What is known changed; fields that are None stay as they were. */
export interface IncidentUpdated extends Event {
  readonly type: "incident.updated";
  readonly incident: string;
  readonly place: Place | null;
  readonly kind: string | null;
  readonly trapped: number | null;
}
/** Somebody or something made sure that it is real. */
export interface IncidentConfirmed extends Event {
  readonly type: "incident.confirmed";
  readonly incident: string;
  readonly reason: string;
}
/** The grade changed, 1 (lowest) to 5. */
export interface IncidentGraded extends Event {
  readonly type: "incident.graded";
  readonly incident: string;
  readonly grade: number;
  readonly before: number;
}
/** A line for everyone who is assigned. `occurred_at` where it was written in a dead spot. */
export interface IncidentNoted extends Event {
  readonly type: "incident.noted";
  readonly incident: string;
  readonly text: string;
  readonly occurred_at: Instant | null;
}
/** The brigade took over; `receiver` says who. The micro crews stay in the picture until they are released. */
export interface IncidentHandedOver extends Event {
  readonly type: "incident.handed_over";
  readonly incident: string;
  readonly receiver: string;
  readonly note: string | null;
  readonly occurred_at: Instant | null;
}
/** `incident` went into `into` with its alarms and assignments. */
export interface IncidentMerged extends Event {
  readonly type: "incident.merged";
  readonly incident: string;
  readonly into: string;
  readonly reason: string;
}
/** It is over; why. */
export interface IncidentClosed extends Event {
  readonly type: "incident.closed";
  readonly incident: string;
  readonly reason: CloseReason;
  readonly note: string | null;
}
/** It was not over. */
export interface IncidentReopened extends Event {
  readonly type: "incident.reopened";
  readonly incident: string;
  readonly reason: string | null;
}
/** 24 h after closing it leaves the World; the log keeps it. */
export interface IncidentArchived extends Event {
  readonly type: "incident.archived";
  readonly incident: string;
}
/** The parts of a travel time, in seconds: leaving the station, on the road, to the entrance, up or down. */
export interface Legs {
  readonly turnout_s: number;
  readonly road_s: number;
  readonly entrance_s: number;
  readonly storeys_s: number;
}
/** One unit that the choice looked at: how far it was and what became of it. */
export interface Considered {
  readonly unit: string;
  readonly station: string;
  readonly eta_s: number;
  readonly legs: Legs;
  readonly verdict: Verdict;
}
/** Who was considered (up to 16, nearest first), for which needs, by which rule, on which network and closures. */
export interface DispatchChosen extends Event {
  readonly type: "dispatch.chosen";
  readonly incident: string;
  readonly rule: string;
  readonly needs: readonly string[];
  readonly considered: readonly Considered[];
  readonly network: string;
  readonly closures: readonly string[];
}
/** `missing` units of `need` could not be sent; `why` names the reason. */
export interface DispatchShortfall extends Event {
  readonly type: "dispatch.shortfall";
  readonly incident: string;
  readonly need: string;
  readonly missing: number;
  readonly why: "ladder_exhausted" | "nobody_eligible" | "nobody_left" | "off_network" | "unlocated";
}
/** What is missing was asked for elsewhere: of the nearest fire station, or (`station` None) of the neighbours. */
export interface DispatchAsked extends Event {
  readonly type: "dispatch.asked";
  readonly incident: string;
  readonly need: string;
  readonly missing: number;
  readonly station: string | null;
  readonly phone: string | null;
}
/** A suggestion: `unit` of `from_zone` could stand in for the `zone` that has too few left. */
export interface DispatchMoveUp extends Event {
  readonly type: "dispatch.move_up";
  readonly incident: string;
  readonly zone: string;
  readonly from_zone: string;
  readonly unit: string;
  readonly station: string;
}
/** A part of a proposal: `unit` leaves its order (None: it is free) and gets one for the incident `to`. */
export interface Move {
  readonly unit: string;
  readonly assignment: string | null;
  readonly to: string | null;
  readonly eta_s: number | null;
  readonly legs: Legs | null;
}
/** Units would serve all incidents better otherwise; done at `due_at` unless a dispatcher refuses. */
export interface DispatchProposed extends Event {
  readonly type: "dispatch.proposed";
  readonly incident: string;
  readonly proposal: string;
  readonly moves: readonly Move[];
  readonly gain_s: number;
  readonly due_at: Instant;
}
/** A proposal ended: done, refused by a person, or overtaken by what happened meanwhile. */
export interface DispatchSettled extends Event {
  readonly type: "dispatch.settled";
  readonly incident: string;
  readonly proposal: string;
  readonly outcome: "done" | "overtaken" | "refused";
  readonly reason: string | null;
}
/** A station was told that it may be needed: no milestones, no clock. */
export interface DispatchForewarned extends Event {
  readonly type: "dispatch.forewarned";
  readonly incident: string;
  readonly station: string;
  readonly reason: string;
}
/** A promise of one assignment: `milestone` at most `limit_s` seconds after `start`. */
export interface TargetClock {
  readonly name: string;
  readonly start: string;
  readonly milestone: string;
  readonly limit_s: number;
  readonly due_at: Instant | null;
}
/** A line of the record that all who are assigned share. */
export interface Note {
  readonly at: Instant;
  readonly by: By;
  readonly text: string;
}
/** What a crew that joins late must know: the incident's alarms, notes and who is going. */
export interface RecordSoFar {
  readonly alarms: readonly string[];
  readonly notes: readonly Note[];
  readonly going: readonly string[];
}
/** The order. `targets` are the promises that start now; the rest is what a crew needs at a glance. */
export interface AssignmentAssigned extends Event {
  readonly type: "assignment.assigned";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly mode: TravelMode;
  readonly eta_s: number | null;
  readonly legs: Legs | null;
  readonly reason: string;
  readonly targets: readonly TargetClock[];
  readonly number: string;
  readonly kind: string;
  readonly place: Place;
  readonly grade: number;
  readonly trapped: number | null;
  readonly record: RecordSoFar;
}
/** The station's client has the order on its screen. */
export interface AssignmentDelivered extends Event {
  readonly type: "assignment.delivered";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
}
/** The crew has read it and is coming. */
export interface AssignmentAcknowledged extends Event {
  readonly type: "assignment.acknowledged";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly occurred_at: Instant | null;
}
/** The crew left. */
export interface AssignmentEnRoute extends Event {
  readonly type: "assignment.en_route";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly occurred_at: Instant | null;
}
/** The crew is at the place. */
export interface AssignmentOnScene extends Event {
  readonly type: "assignment.on_scene";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly occurred_at: Instant | null;
}
/** The crew has handled it. */
export interface AssignmentControlled extends Event {
  readonly type: "assignment.controlled";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly occurred_at: Instant | null;
}
/** The unit is free again; `reason` where it was not the crew's own word. */
export interface AssignmentReleased extends Event {
  readonly type: "assignment.released";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly occurred_at: Instant | null;
  readonly reason: string | null;
}
/** The crew cannot go; why. */
export interface AssignmentDeclined extends Event {
  readonly type: "assignment.declined";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly occurred_at: Instant | null;
  readonly reason: string | null;
}
/** The order was taken back. */
export interface AssignmentRecalled extends Event {
  readonly type: "assignment.recalled";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly reason: string | null;
}
/** Nobody acknowledged within the respond target. A later acknowledgement is still accepted. */
export interface AssignmentNoAnswer extends Event {
  readonly type: "assignment.no_answer";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
}
/** `percent` of the time is gone (50, 80), or the prediction is beyond the limit (0, said with the order). */
export interface TargetWarned extends Event {
  readonly type: "target.warned";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly target: string;
  readonly milestone: string;
  readonly limit_s: number;
  readonly percent: number;
  readonly predicted_late_s: number | null;
}
/** The limit passed. `fired_late_ms`: how late the hub itself noticed. */
export interface TargetMissed extends Event {
  readonly type: "target.missed";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly target: string;
  readonly milestone: string;
  readonly limit_s: number;
  readonly fired_late_ms: number;
}
/** The milestone came after `took_ms`; `late_ms` is 0 where it was in time. */
export interface TargetMet extends Event {
  readonly type: "target.met";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly target: string;
  readonly milestone: string;
  readonly limit_s: number;
  readonly took_ms: number;
  readonly late_ms: number;
}
/** A rung acted by itself. `rung` is its place in the ladder, from 0; `outcome` what came of it. */
export interface LadderClimbed extends Event {
  readonly type: "ladder.climbed";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly rung: number;
  readonly trigger: string;
  readonly action: string;
  readonly outcome: "alerted" | "already_coming" | "called" | "nobody" | "raised" | "sent";
  readonly count: number;
  readonly fired_late_ms: number;
}
/** A person stopped the ladder of this assignment. */
export interface LadderHeld extends Event {
  readonly type: "ladder.held";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly reason: string | null;
}
/** A person let the ladder of this assignment act again. */
export interface LadderResumed extends Event {
  readonly type: "ladder.resumed";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly reason: string | null;
}
/** A message is to go out over every channel of this `use`; it is pending until each has an outcome. */
export interface ChannelCalled extends Event {
  readonly type: "channel.called";
  readonly incident: string;
  readonly message: string;
  readonly use: string;
  readonly assignment: string;
  readonly station: string;
  readonly text: string;
  readonly channels: readonly string[];
}
/** The gateway took the message after so many tries. */
export interface ChannelSent extends Event {
  readonly type: "channel.sent";
  readonly incident: string;
  readonly message: string;
  readonly channel: string;
  readonly tries: number;
}
/** The gateway did not take it; it is on the list of dead letters. */
export interface ChannelFailed extends Event {
  readonly type: "channel.failed";
  readonly incident: string;
  readonly message: string;
  readonly channel: string;
  readonly tries: number;
  readonly error: string;
}
/** Where a unit is, and when it was there. */
export interface UnitPosition extends Event {
  readonly type: "unit.position";
  readonly unit: string;
  readonly lon: number;
  readonly lat: number;
  readonly occurred_at: Instant | null;
}
/** What is closed: a way by its id, a circle (centre and radius in metres), or a polygon of `[lon, lat]`. */
export interface ClosureArea {
  readonly way: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly radius_m: number | null;
  readonly polygon: readonly (readonly [number, number])[] | null;
}
/** A way, circle or polygon is closed to `modes` (empty: all) until `until` (None: until opened). */
export interface RoadClosed extends Event {
  readonly type: "road.closed";
  readonly closure: string;
  readonly area: ClosureArea;
  readonly modes: readonly TravelMode[];
  readonly until: Instant | null;
  readonly reason: string | null;
}
/** The closure ended; `expired` where its own end came. */
export interface RoadOpened extends Event {
  readonly type: "road.opened";
  readonly closure: string;
  readonly expired: boolean;
}
/** A unit went on or off duty. */
export interface DutyChanged extends Event {
  readonly type: "duty.changed";
  readonly unit: string;
  readonly station: string;
  readonly on: boolean;
}
/** A promise between two milestones, in seconds, for assignments of stations of these `kinds`. */
export interface Target {
  readonly name: string;
  readonly milestone_from: Milestone;
  readonly milestone_to: Milestone;
  readonly kinds: readonly string[];
  readonly limit_s: number;
  readonly zones: readonly string[];
}
/** One rung of the ladder: when `trigger` has held for `after_s` seconds, `action` happens. */
export interface Rung {
  readonly trigger: string;
  readonly after_s: number;
  readonly action: Action;
}
/** `count` units that fit. */
export interface Need {
  readonly count: number;
  readonly station_kinds: readonly string[];
  readonly modes: readonly string[];
  readonly capabilities: readonly string[];
  readonly first: Preference;
  readonly within_s: number | null;
}
/** What an incident needs (调派方案): the first that applies counts, a building's own first, then its zone's. */
export interface Plan {
  readonly name: string;
  readonly needs: readonly Need[];
  readonly suspected: readonly Need[];
  readonly kinds: readonly string[];
  readonly building_kinds: readonly string[];
  readonly buildings: readonly string[];
  readonly zones: readonly string[];
  readonly grade_from: number;
  readonly height_from_m: number;
  readonly floor_from: number | null;
  readonly hours: string;
}
/** When an alarm joins an open incident that is not its own device's: never by time alone. */
export interface Joining {
  readonly building_s: number;
  readonly near_m: number;
  readonly near_s: number;
}
/** How incidents share units. */
export interface Sharing {
  readonly hold_back: number;
  readonly divert_gain_s: number;
  readonly divert_after_s: number;
}
/** One gateway. `secret_file` in the hub's data folder holds the key that signs what is sent. */
export interface Channel {
  readonly name: string;
  readonly url: string;
  readonly use: "duty_officer" | "other_channel";
  readonly secret_file: string;
}
/** What a district decides for itself; the defaults of `stations.rules` where it says nothing. */
export interface Settings {
  readonly name: string;
  readonly timezone: string;
  readonly targets: readonly Target[];
  readonly ladder: readonly Rung[];
  readonly plans: readonly Plan[];
  readonly turnout_s: { readonly [key: string]: number };
  readonly ladder_max_units: number;
  readonly joining: Joining;
  readonly sharing: Sharing;
  readonly channels: readonly Channel[];
  readonly phones: { readonly [key: string]: string };
}
/** Where crews wait. */
export interface Station {
  readonly id: string;
  readonly name: string;
  readonly kind: StationKind;
  readonly lon: number;
  readonly lat: number;
  readonly zone: string;
  readonly phone: string;
  readonly building: string;
}
/** What is sent: `crew` people from `station`. */
export interface Unit {
  readonly id: string;
  readonly station: string;
  readonly name: string;
  readonly mode: TravelMode;
  readonly crew: number;
  readonly capabilities: readonly string[];
  readonly turnout_s: number | null;
}
/** A building that alarms come from. What is not known is None (or empty text), never a guess. */
export interface Building {
  readonly id: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  readonly storeys: number | null;
  readonly height_m: number | null;
  readonly kind: string;
  readonly zone: string;
  readonly entrance_lon: number | null;
  readonly entrance_lat: number | null;
  readonly fire_lift: boolean | null;
}
/** The district folder changed: rows put (added or replaced) and ids dropped. Large changes come in several. */
export interface RegistryChanged extends Event {
  readonly type: "registry.changed";
  readonly settings: Settings | null;
  readonly stations: readonly Station[];
  readonly units: readonly Unit[];
  readonly buildings: readonly Building[];
  readonly dropped_stations: readonly string[];
  readonly dropped_units: readonly string[];
  readonly dropped_buildings: readonly string[];
}
/** The wall clock and the hub's own time differ by more than a second; positive: the wall clock is ahead. */
export interface HubClockDrift extends Event {
  readonly type: "hub.clock_drift";
  readonly drift_ms: number;
}
/** One signal and the incident it belongs to now; `joined` is why it did not open its own. */
export interface Alarm {
  readonly id: string;
  readonly incident: string;
  readonly source: string;
  readonly kind: string;
  readonly device: string | null;
  readonly place: Place;
  readonly at: Instant;
  readonly note: string | null;
  readonly test: boolean;
  readonly flags: readonly string[];
  readonly joined: string | null;
}
/** A part of what the incident needs that nobody could be sent for. */
export interface Shortfall {
  readonly need: string;
  readonly missing: number;
  readonly why: string;
}
/** What is happening in one place. */
export interface Incident {
  readonly id: string;
  readonly number: string;
  readonly kind: string;
  readonly place: Place;
  readonly grade: number;
  readonly opened_at: Instant;
  readonly opened_by_seq: number;
  readonly exercise: boolean;
  readonly test: boolean;
  readonly trapped: number | null;
  readonly flags: readonly string[];
  readonly alarms: readonly string[];
  readonly devices: readonly (readonly [string, string])[];
  readonly assignments: readonly string[];
  readonly shortfalls: readonly Shortfall[];
  readonly forewarned: readonly string[];
  readonly notes: readonly Note[];
  readonly last_alarm_at: Instant;
  readonly handed_over_at: Instant | null;
  readonly receiver: string | null;
  readonly taken_by: By | null;
  readonly confirmed_at: Instant | null;
  readonly closed_at: Instant | null;
  readonly close_reason: CloseReason | null;
  readonly merged_into: string | null;
  readonly ladder_units: number;
}
/** One unit sent to one incident, with its own milestones. State belongs here, never to the unit. */
export interface Assignment {
  readonly id: string;
  readonly incident: string;
  readonly unit: string;
  readonly station: string;
  readonly station_kind: string;
  readonly mode: TravelMode;
  readonly reason: string;
  readonly assigned_seq: number;
  readonly assigned_at: Instant;
  readonly eta_s: number | null;
  readonly legs: Legs | null;
  readonly targets: readonly TargetClock[];
  readonly exercise: boolean;
  readonly delivered_at: Instant | null;
  readonly delivered_to: readonly string[];
  readonly acknowledged_at: Instant | null;
  readonly en_route_at: Instant | null;
  readonly on_scene_at: Instant | null;
  readonly controlled_at: Instant | null;
  readonly no_answer_at: Instant | null;
  readonly ending: Ending | null;
  readonly ended_at: Instant | null;
  readonly alerts: number;
  readonly held: boolean;
  readonly fired: readonly string[];
}
/** A closed piece of road; `modes` empty: for everybody. */
export interface Closure {
  readonly id: string;
  readonly area: ClosureArea;
  readonly modes: readonly TravelMode[];
  readonly until: Instant | null;
  readonly by: By;
  readonly at: Instant;
  readonly reason: string | null;
}
/** Moves that act at `due_at` unless a person refuses. */
export interface Proposal {
  readonly id: string;
  readonly incident: string;
  readonly moves: readonly Move[];
  readonly gain_s: number;
  readonly due_at: Instant;
}
/** A message that `waiting` channels have not taken yet; `dead` ones gave up and wait for a person. */
export interface Message {
  readonly id: string;
  readonly incident: string;
  readonly use: string;
  readonly assignment: string;
  readonly station: string;
  readonly text: string;
  readonly at: Instant;
  readonly waiting: readonly string[];
  readonly dead: readonly string[];
}
/** Where a unit last was, and when. */
export interface Position {
  readonly lon: number;
  readonly lat: number;
  readonly at: Instant;
}
/** Everything a World holds, as plain sequences and maps, each in the order of its ids. */
export interface State {
  readonly seq: number;
  readonly at: Instant;
  readonly settings: Settings;
  readonly month: string;
  readonly last_number: number;
  readonly stations: readonly Station[];
  readonly units: readonly Unit[];
  readonly buildings: readonly Building[];
  readonly alarms: readonly Alarm[];
  readonly incidents: readonly Incident[];
  readonly assignments: readonly Assignment[];
  readonly closures: readonly Closure[];
  readonly proposals: readonly Proposal[];
  readonly messages: readonly Message[];
  readonly positions: { readonly [key: string]: Position };
  readonly off_duty: { readonly [key: string]: Instant };
}
/** A place in a record: the record's identity and an event's number. */
export interface RecordPosition {
  readonly epoch: string;
  readonly seq: number;
}
/** Where this stream starts, and where the log is. */
export interface Welcome {
  readonly type: "welcome";
  readonly protocol: number;
  readonly position: RecordPosition;
  readonly head: RecordPosition;
  readonly role: Role;
  readonly server_time: string;
}
/** A snapshot's part: lists are to be appended, maps united. It replaces everything that the client had. */
export interface Reset {
  readonly type: "reset";
  readonly reason: "ahead" | "epoch" | "new" | "too_old";
  readonly position: RecordPosition;
  readonly part: number;
  readonly parts: number;
  readonly state: { readonly [key: string]: unknown };
}
/** An event; `prev` is the number of the one before it on this stream. */
export interface EventFrame {
  readonly type: "event";
  readonly seq: number;
  readonly prev: number;
  readonly event: AnyEvent;
}
/** Nothing for this view up to `seq`. */
export interface Mark {
  readonly type: "mark";
  readonly seq: number;
  readonly prev: number;
}
/** The command is carried out; its events came before this. */
export interface Done {
  readonly type: "done";
  readonly id: string;
  readonly seq: number;
}
/** RFC 9457. `type` is urn:onethree:problem:CODE; `detail` says what happened and what to do. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
}
/** The command is not carried out; why. */
export interface RefusedFrame {
  readonly type: "refused";
  readonly id: string;
  readonly problem: Problem;
}
/** What somebody else at a console is doing with an incident; never logged. */
export interface PresenceTold {
  readonly type: "presence";
  readonly incident: string;
  readonly doing: string;
  readonly who: string;
}
/** The answer to a ping. */
export interface Pong {
  readonly type: "pong";
  readonly n: number;
  readonly server_time: string;
}
/** Where: WGS-84 degrees, a known building's id, a floor (basements negative), words. All optional. */
export interface PlaceSent {
  readonly lon?: number | null;
  readonly lat?: number | null;
  readonly building?: string | null;
  readonly floor?: number | null;
  readonly text?: string | null;
}
/** A signal came in. Nothing in it is required but where it is from: an alarm is never refused for what it lacks. */
export interface AlarmRaise {
  readonly type: "alarm.raise";
  readonly occurred_at?: string | null;
  readonly source?: string;
  readonly kind?: string;
  readonly device?: string | null;
  readonly place?: PlaceSent;
  readonly key?: string | null;
  readonly reporter?: string | null;
  readonly trapped?: number | null;
  readonly note?: string | null;
  readonly test?: boolean;
  readonly exercise?: boolean;
  readonly key_reused?: boolean;
}
/** Take it in hand. */
export interface IncidentTake {
  readonly type: "incident.take";
  readonly occurred_at?: string | null;
  readonly incident: string;
}
/** Say what is known better now. */
export interface IncidentUpdate {
  readonly type: "incident.update";
  readonly occurred_at?: string | null;
  readonly incident: string;
  readonly place?: PlaceSent | null;
  readonly kind?: string | null;
  readonly trapped?: number | null;
}
/** Make sure that it is real. */
export interface IncidentConfirm {
  readonly type: "incident.confirm";
  readonly occurred_at?: string | null;
  readonly incident: string;
  readonly reason?: string;
}
/** It was nothing; why. Those under way are recalled and it closes. */
export interface IncidentFalseAlarm {
  readonly type: "incident.false_alarm";
  readonly occurred_at?: string | null;
  readonly incident: string;
  readonly reason?: CloseReason;
  readonly note?: string | null;
}
/** Set the grade, 1 (lowest) to 5. */
export interface IncidentGrade {
  readonly type: "incident.grade";
  readonly occurred_at?: string | null;
  readonly incident: string;
  readonly grade: number;
}
/** It is over. Units that are still assigned are released. */
export interface IncidentClose {
  readonly type: "incident.close";
  readonly occurred_at?: string | null;
  readonly incident: string;
  readonly note?: string | null;
}
/** It is not over. */
export interface IncidentReopen {
  readonly type: "incident.reopen";
  readonly occurred_at?: string | null;
  readonly incident: string;
  readonly reason?: string | null;
}
/** Write a line for everyone who is assigned. */
export interface IncidentNoteDown {
  readonly type: "incident.note";
  readonly occurred_at?: string | null;
  readonly incident: string;
  readonly text: string;
}
/** Take alarms out into an incident of their own. */
export interface IncidentSplit {
  readonly type: "incident.split";
  readonly occurred_at?: string | null;
  readonly incident: string;
  readonly alarms: readonly string[];
}
/** Put `incident` into `into`: it is the same thing. */
export interface IncidentMerge {
  readonly type: "incident.merge";
  readonly occurred_at?: string | null;
  readonly incident: string;
  readonly into: string;
  readonly reason?: string;
}
/** The brigade took over: who, and when (`occurred_at`). */
export interface IncidentHandOver {
  readonly type: "incident.hand_over";
  readonly occurred_at?: string | null;
  readonly incident: string;
  readonly receiver: string;
  readonly note?: string | null;
}
/** Do what is proposed now, without waiting. */
export interface DispatchAccept {
  readonly type: "dispatch.accept";
  readonly occurred_at?: string | null;
  readonly proposal: string;
}
/** Do not do what is proposed; why. */
export interface DispatchRefuse {
  readonly type: "dispatch.refuse";
  readonly occurred_at?: string | null;
  readonly proposal: string;
  readonly reason?: string | null;
}
/** Send this unit to this incident, whatever the machine thinks. */
export interface AssignmentAssign {
  readonly type: "assignment.assign";
  readonly occurred_at?: string | null;
  readonly incident: string;
  readonly unit: string;
  readonly reason?: string | null;
}
/** Read, coming. */
export interface AssignmentAcknowledge {
  readonly type: "assignment.acknowledge";
  readonly occurred_at?: string | null;
  readonly assignment: string;
}
/** Cannot go; why. */
export interface AssignmentDecline {
  readonly type: "assignment.decline";
  readonly occurred_at?: string | null;
  readonly assignment: string;
  readonly reason?: string | null;
}
/** On the way. */
export interface AssignmentDepart {
  readonly type: "assignment.depart";
  readonly occurred_at?: string | null;
  readonly assignment: string;
}
/** On scene. */
export interface AssignmentArrive {
  readonly type: "assignment.arrive";
  readonly occurred_at?: string | null;
  readonly assignment: string;
}
/** Handled. */
export interface AssignmentControl {
  readonly type: "assignment.control";
  readonly occurred_at?: string | null;
  readonly assignment: string;
}
/** Free again. */
export interface AssignmentRelease {
  readonly type: "assignment.release";
  readonly occurred_at?: string | null;
  readonly assignment: string;
}
/** Take the order back. */
export interface AssignmentRecall {
  readonly type: "assignment.recall";
  readonly occurred_at?: string | null;
  readonly assignment: string;
  readonly reason?: string | null;
}
/** Let the ladder of this assignment not act by itself; why. */
export interface LadderHold {
  readonly type: "ladder.hold";
  readonly occurred_at?: string | null;
  readonly assignment: string;
  readonly reason?: string | null;
}
/** Let the ladder of this assignment act again. */
export interface LadderResume {
  readonly type: "ladder.resume";
  readonly occurred_at?: string | null;
  readonly assignment: string;
  readonly reason?: string | null;
}
/** Say where a unit is. */
export interface UnitReportPosition {
  readonly type: "unit.position";
  readonly occurred_at?: string | null;
  readonly unit: string;
  readonly lon: number;
  readonly lat: number;
}
/** What is closed: a way by its id, a circle (centre and radius in metres), or a polygon of `[lon, lat]`. */
export interface ClosureAreaSent {
  readonly way?: string | null;
  readonly lon?: number | null;
  readonly lat?: number | null;
  readonly radius_m?: number | null;
  readonly polygon?: readonly (readonly [number, number])[] | null;
}
/** Close a way, a circle or a polygon; exactly one of them in `area`. */
export interface RoadClose {
  readonly type: "road.close";
  readonly occurred_at?: string | null;
  readonly area: ClosureAreaSent;
  readonly modes?: readonly TravelMode[];
  readonly until?: string | null;
  readonly reason?: string | null;
}
/** Open what was closed. */
export interface RoadOpen {
  readonly type: "road.open";
  readonly occurred_at?: string | null;
  readonly closure: string;
}
/** A unit is on duty. */
export interface DutyOn {
  readonly type: "duty.on";
  readonly occurred_at?: string | null;
  readonly unit: string;
}
/** A unit is off duty. */
export interface DutyOff {
  readonly type: "duty.off";
  readonly occurred_at?: string | null;
  readonly unit: string;
}
/** Where a client was: the record's identity and the last event that it has. */
export interface PositionInSent {
  readonly epoch: string;
  readonly seq: number;
}
/** The first frame. */
export interface Hello {
  readonly type: "hello";
  readonly token: string;
  readonly view: string;
  readonly protocol?: number;
  readonly position?: PositionInSent | null;
}
/** A command; its body is read by itself so that what is wrong with it can be answered under its id. */
export interface CommandFrame {
  readonly type: "command";
  readonly id: string;
  readonly command: AnyCommand;
}
/** This client has its orders up to here. */
export interface Seen {
  readonly type: "seen";
  readonly seq: number;
}
/** A crew client's condition. */
export interface Health {
  readonly type: "health";
  readonly hidden?: boolean;
  readonly sound?: boolean;
  readonly battery?: number | null;
}
/** What a console's user is doing with an incident; never logged. */
export interface Presence {
  readonly type: "presence";
  readonly incident: string;
  readonly doing: string;
}
/** Are you there? */
export interface Ping {
  readonly type: "ping";
  readonly n?: number;
}
export type AnyEvent =
  | AlarmRaised
  | AlarmMerged
  | AlarmSplit
  | IncidentOpened
  | IncidentTaken
  | IncidentUpdated
  | IncidentConfirmed
  | IncidentGraded
  | IncidentNoted
  | IncidentHandedOver
  | IncidentMerged
  | IncidentClosed
  | IncidentReopened
  | IncidentArchived
  | DispatchChosen
  | DispatchShortfall
  | DispatchAsked
  | DispatchMoveUp
  | DispatchProposed
  | DispatchSettled
  | DispatchForewarned
  | AssignmentAssigned
  | AssignmentDelivered
  | AssignmentAcknowledged
  | AssignmentEnRoute
  | AssignmentOnScene
  | AssignmentControlled
  | AssignmentReleased
  | AssignmentDeclined
  | AssignmentRecalled
  | AssignmentNoAnswer
  | TargetWarned
  | TargetMissed
  | TargetMet
  | LadderClimbed
  | LadderHeld
  | LadderResumed
  | ChannelCalled
  | ChannelSent
  | ChannelFailed
  | UnitPosition
  | RoadClosed
  | RoadOpened
  | DutyChanged
  | RegistryChanged
  | HubClockDrift;
export type AnyCommand =
  | AlarmRaise
  | IncidentTake
  | IncidentUpdate
  | IncidentConfirm
  | IncidentFalseAlarm
  | IncidentGrade
  | IncidentClose
  | IncidentReopen
  | IncidentNoteDown
  | IncidentSplit
  | IncidentMerge
  | IncidentHandOver
  | DispatchAccept
  | DispatchRefuse
  | AssignmentAssign
  | AssignmentAcknowledge
  | AssignmentDecline
  | AssignmentDepart
  | AssignmentArrive
  | AssignmentControl
  | AssignmentRelease
  | AssignmentRecall
  | LadderHold
  | LadderResume
  | UnitReportPosition
  | RoadClose
  | RoadOpen
  | DutyOn
  | DutyOff;
export type FromHub =
  | Welcome
  | Reset
  | EventFrame
  | Mark
  | Done
  | RefusedFrame
  | PresenceTold
  | Pong;
export type ToHub =
  | Hello
  | CommandFrame
  | Seen
  | Health
  | Presence
  | Ping;
export const EVENT_TYPES = ["alarm.raised","alarm.merged","alarm.split","incident.opened","incident.taken","incident.updated","incident.confirmed","incident.graded","incident.noted","incident.handed_over","incident.merged","incident.closed","incident.reopened","incident.archived","dispatch.chosen","dispatch.shortfall","dispatch.asked","dispatch.move_up","dispatch.proposed","dispatch.settled","dispatch.forewarned","assignment.assigned","assignment.delivered","assignment.acknowledged","assignment.en_route","assignment.on_scene","assignment.controlled","assignment.released","assignment.declined","assignment.recalled","assignment.no_answer","target.warned","target.missed","target.met","ladder.climbed","ladder.held","ladder.resumed","channel.called","channel.sent","channel.failed","unit.position","road.closed","road.opened","duty.changed","registry.changed","hub.clock_drift"] as const;
export type EventType = (typeof EVENT_TYPES)[number];
export const STATE_LISTS = ["stations","units","buildings","alarms","incidents","assignments","closures","proposals","messages"] as const;
export const STATE_MAPS = ["positions","off_duty"] as const;
export const STATE_SCALARS = ["seq","at","settings","month","last_number"] as const;
/** Before the first event. */
export const EMPTY_STATE: State = {"seq":0,"at":"1970-01-01T00:00:00.000Z","settings":{"name":"unnamed district","timezone":"Asia/Shanghai","targets":[{"name":"respond","milestone_from":"assigned","milestone_to":"acknowledged","kinds":["micro_unit","micro_community","small","fire"],"limit_s":60,"zones":[]},{"name":"arrive","milestone_from":"assigned","milestone_to":"on_scene","kinds":["micro_unit","micro_community"],"limit_s":60,"zones":[]},{"name":"arrive","milestone_from":"assigned","milestone_to":"on_scene","kinds":["small","fire"],"limit_s":300,"zones":[]},{"name":"handle","milestone_from":"assigned","milestone_to":"controlled","kinds":["micro_unit","micro_community"],"limit_s":180,"zones":[]}],"ladder":[{"trigger":"undelivered","after_s":3,"action":"next_unit"},{"trigger":"unacknowledged","after_s":15,"action":"alert_again"},{"trigger":"unacknowledged","after_s":30,"action":"next_unit"},{"trigger":"missed_arrive","after_s":0,"action":"next_unit"},{"trigger":"missed_arrive","after_s":0,"action":"fire_station"}],"plans":[{"name":"default","needs":[{"count":2,"station_kinds":["micro_unit","micro_community"],"modes":[],"capabilities":[],"first":"nearest","within_s":null},{"count":1,"station_kinds":[],"modes":["engine"],"capabilities":[],"first":"nearest","within_s":null}],"suspected":[],"kinds":[],"building_kinds":[],"buildings":[],"zones":[],"grade_from":1,"height_from_m":0.0,"floor_from":null,"hours":""}],"turnout_s":{"micro_unit":45,"micro_community":45,"small":60,"fire":60},"ladder_max_units":8,"joining":{"building_s":1800,"near_m":60,"near_s":180},"sharing":{"hold_back":0,"divert_gain_s":60,"divert_after_s":10},"channels":[],"phones":{}},"month":"","last_number":0,"stations":[],"units":[],"buildings":[],"alarms":[],"incidents":[],"assignments":[],"closures":[],"proposals":[],"messages":[],"positions":{},"off_duty":{}};
/** The statuses of problems, by their code (the last part of `type`). */
export const PROBLEM_STATUS = {"malformed":400,"unauthorized":401,"forbidden":403,"not_found":404,"wrong_state":409,"id_reused":409,"too_large":413,"unusable":422,"too_many":429,"log_unavailable":503,"watch_stalled":503} as const;
export type ProblemCode = keyof typeof PROBLEM_STATUS;
/** What an event that was stored by an older hub may lack: by type, or by the name of what is in it. */
export interface Shape {
  readonly defaults: { readonly [field: string]: unknown };
  readonly nested: { readonly [field: string]: string };
}
export const SHAPES: { readonly [name: string]: Shape } = {"By":{"defaults":{"station":null},"nested":{}},"Event":{"defaults":{"v":1,"cause":null,"incident":null,"exercise":false,"to":[]},"nested":{"by":"By"}},"Place":{"defaults":{"lon":null,"lat":null,"building":null,"floor":null,"text":null},"nested":{}},"alarm.raised":{"defaults":{"number":"","device":null,"occurred_at":null,"reporter":null,"trapped":null,"note":null,"test":false,"flags":[]},"nested":{"place":"Place"}},"incident.opened":{"defaults":{"trapped":null,"test":false,"flags":[]},"nested":{"place":"Place"}},"incident.updated":{"defaults":{"place":null,"kind":null,"trapped":null},"nested":{"place":"Place"}},"incident.noted":{"defaults":{"occurred_at":null},"nested":{}},"incident.handed_over":{"defaults":{"note":null,"occurred_at":null},"nested":{}},"incident.closed":{"defaults":{"note":null},"nested":{}},"incident.reopened":{"defaults":{"reason":null},"nested":{}},"Considered":{"defaults":{},"nested":{"legs":"Legs"}},"dispatch.chosen":{"defaults":{"closures":[]},"nested":{"considered":"Considered"}},"dispatch.asked":{"defaults":{"phone":null},"nested":{}},"Move":{"defaults":{},"nested":{"legs":"Legs"}},"dispatch.proposed":{"defaults":{},"nested":{"moves":"Move"}},"dispatch.settled":{"defaults":{"reason":null},"nested":{}},"Note":{"defaults":{},"nested":{"by":"By"}},"RecordSoFar":{"defaults":{},"nested":{"notes":"Note"}},"assignment.assigned":{"defaults":{"trapped":null},"nested":{"legs":"Legs","targets":"TargetClock","place":"Place","record":"RecordSoFar"}},"assignment.acknowledged":{"defaults":{"occurred_at":null},"nested":{}},"assignment.en_route":{"defaults":{"occurred_at":null},"nested":{}},"assignment.on_scene":{"defaults":{"occurred_at":null},"nested":{}},"assignment.controlled":{"defaults":{"occurred_at":null},"nested":{}},"assignment.released":{"defaults":{"occurred_at":null,"reason":null},"nested":{}},"assignment.declined":{"defaults":{"occurred_at":null,"reason":null},"nested":{}},"assignment.recalled":{"defaults":{"reason":null},"nested":{}},"target.warned":{"defaults":{"predicted_late_s":null},"nested":{}},"ladder.climbed":{"defaults":{"count":1,"fired_late_ms":0},"nested":{}},"ladder.held":{"defaults":{"reason":null},"nested":{}},"ladder.resumed":{"defaults":{"reason":null},"nested":{}},"unit.position":{"defaults":{"occurred_at":null},"nested":{}},"ClosureArea":{"defaults":{"way":null,"lon":null,"lat":null,"radius_m":null,"polygon":null},"nested":{}},"road.closed":{"defaults":{"modes":[],"until":null,"reason":null},"nested":{"area":"ClosureArea"}},"road.opened":{"defaults":{"expired":false},"nested":{}},"Target":{"defaults":{"zones":[]},"nested":{}},"Need":{"defaults":{"station_kinds":[],"modes":[],"capabilities":[],"first":"nearest","within_s":null},"nested":{}},"Plan":{"defaults":{"suspected":[],"kinds":[],"building_kinds":[],"buildings":[],"zones":[],"grade_from":1,"height_from_m":0.0,"floor_from":null,"hours":""},"nested":{"needs":"Need","suspected":"Need"}},"Joining":{"defaults":{"building_s":1800,"near_m":60,"near_s":180},"nested":{}},"Sharing":{"defaults":{"hold_back":0,"divert_gain_s":60,"divert_after_s":10},"nested":{}},"Channel":{"defaults":{"use":"other_channel","secret_file":"channel-secret"},"nested":{}},"Settings":{"defaults":{"plans":[],"turnout_s":{"micro_unit":45,"micro_community":45,"small":60,"fire":60},"ladder_max_units":8,"joining":{"building_s":1800,"near_m":60,"near_s":180},"sharing":{"hold_back":0,"divert_gain_s":60,"divert_after_s":10},"channels":[],"phones":{}},"nested":{"targets":"Target","ladder":"Rung","plans":"Plan","joining":"Joining","sharing":"Sharing","channels":"Channel"}},"Station":{"defaults":{"zone":"","phone":"","building":""},"nested":{}},"Unit":{"defaults":{"capabilities":[],"turnout_s":null},"nested":{}},"Building":{"defaults":{"storeys":null,"height_m":null,"kind":"","zone":"","entrance_lon":null,"entrance_lat":null,"fire_lift":null},"nested":{}},"registry.changed":{"defaults":{"settings":null,"stations":[],"units":[],"buildings":[],"dropped_stations":[],"dropped_units":[],"dropped_buildings":[]},"nested":{"settings":"Settings","stations":"Station","units":"Unit","buildings":"Building"}}};

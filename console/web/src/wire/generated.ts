// biome-ignore-all format: the generator lays it out
/**
 * What goes over the wire. Generated from the hub's structs by `make wire`, never edited.
 */

/** A point in time: RFC 3339 in UTC with milliseconds, so that texts sort as times do. */
export type Instant = string;
export type Role = "hub" | "device" | "station" | "dispatcher" | "commander" | "admin" | "helper";
export type Ending = "released" | "declined" | "recalled";
export type CloseReason = "handled" | "false_equipment" | "false_cooking" | "false_touched" | "false_malicious" | "false_works" | "test" | "unknown" | "merged";
export type Verdict = "chosen" | "not_needed" | "held_back" | "busy" | "no_answer" | "off_duty" | "tried" | "not_in_drill";
export type StationKind = "micro_unit" | "micro_community" | "small" | "fire" | "street_office";
export type Milestone = "assigned" | "delivered" | "acknowledged" | "en_route" | "on_scene" | "controlled" | "released";
export type Action = "alert_again" | "other_channel" | "next_unit" | "zone_neighbours" | "fire_station" | "raise_grade" | "duty_officer";
export type Preference = "nearest" | "zone" | "building";
/** Who did it: the role, the token's name, the station where the token is of one, and the token's id. */
export interface By {
  readonly role: Role;
  readonly name: string;
  readonly station: string | null;
  readonly token?: string;
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
  readonly personal?: "erased" | "withheld";
}
/** Where: WGS-84 degrees, a known building's id, a floor (basements negative), words. All optional. */
export interface Place {
  readonly lon: number | null;
  readonly lat: number | null;
  readonly building: string | null;
  readonly floor: number | null;
  readonly text: string | null;
}
/** The parts of a travel time, in seconds: leaving the station, on the road, to the entrance, up or down. */
export interface Legs {
  readonly turnout_s: number;
  readonly road_s: number;
  readonly entrance_s: number;
  readonly storeys_s: number;
}
/** The plan asks for it. */
export interface ByPlan {
  readonly type: "by_plan";
  readonly plan: string;
}
/** The plan asks for a look while only one detector says so. */
export interface ToLook {
  readonly type: "to_look";
  readonly plan: string;
}
/** Goes too, by the plan, since the station of `unit`, which comes first, is not ready. */
export interface Beside {
  readonly type: "beside";
  readonly plan: string;
  readonly unit: string;
}
/** Goes to look too, since the station of `unit`, which comes first, is not ready. */
export interface ToLookBeside {
  readonly type: "to_look_beside";
  readonly plan: string;
  readonly unit: string;
}
/** A rung acted: `unit` kept a crew waiting for `trigger`, or declined. */
export interface ByLadder {
  readonly type: "by_ladder";
  readonly unit: string;
  readonly trigger: string;
}
/** A proposal to share units otherwise sends it here. */
export interface ByProposal {
  readonly type: "by_proposal";
  readonly proposal: string;
}
/** A drill in which every station turns out. */
export interface ByEverybody {
  readonly type: "by_everybody";
}
/** A person sent it. */
export interface ByHand {
  readonly type: "by_hand";
  readonly words: string | null;
}
/** A person did; the text beside it is their own, as `words` is, and None where they gave none. */
export interface ByPerson {
  readonly type: "by_person";
  readonly words: string | null;
}
/** A person made sure that it is real. */
export interface ConfirmedByHand {
  readonly type: "confirmed_by_hand";
  readonly words: string | null;
}
/** A person says that two incidents are one. */
export interface MergedByHand {
  readonly type: "merged_by_hand";
  readonly words: string | null;
}
/** Confirmed by what came in. */
export interface BySign {
  readonly type: "by_sign";
  readonly sign: "called" | "manual_call_point" | "reported" | "second_detector" | "taken_down" | "water_flow";
}
/** A station is told beforehand: it may be real. */
export interface SuspectedFire {
  readonly type: "suspected_fire";
}
/** The alarm is of a device that an open incident knows. */
export interface SameDevice {
  readonly type: "same_device";
}
/** The alarm has the key of an earlier sending, with more or other content. */
export interface SameKey {
  readonly type: "same_key";
}
/** The alarm is in the building of an open incident, so many minutes after its last one. */
export interface SameBuilding {
  readonly type: "same_building";
  readonly minutes: number;
}
/** The alarm is near an open incident in space, time and kind. */
export interface NearBy {
  readonly type: "near_by";
  readonly metres: number;
  readonly seconds: number;
}
/** A proposal turns the crew around: another incident needs it more. */
export interface NeededElsewhere {
  readonly type: "needed_elsewhere";
  readonly proposal: string;
  readonly incident: string;
}
/** A proposal lets the crew go: others are nearer. */
export interface OthersNearer {
  readonly type: "others_nearer";
  readonly proposal: string;
}
/** The crew set out for another incident, which ends this order. */
export interface LeftFor {
  readonly type: "left_for";
  readonly incident: string;
}
/** The incident was closed. */
export interface IncidentOver {
  readonly type: "incident_over";
  readonly close: CloseReason;
}
/** An operation takes a crew out of a drill; `incident` is None where an old record has its number alone. */
export interface NeededInOperation {
  readonly type: "needed_in_operation";
  readonly number: string;
  readonly incident: string | null;
}
/** The drill that it belongs to is over. */
export interface DrillOver {
  readonly type: "drill_over";
  readonly drill: string;
}
/** A person broke the drill off for this station. */
export interface DrillLeft {
  readonly type: "drill_left";
}
/** A person broke the drill off for everybody. */
export interface DrillStopped {
  readonly type: "drill_stopped";
}
/** Every station has left the drill. */
export interface DrillDeserted {
  readonly type: "drill_deserted";
}
/** The drill's time is over. */
export interface DrillTimeOver {
  readonly type: "drill_time_over";
}
/** An operation sends the crew that a post check asks. */
export interface OperationCalls {
  readonly type: "operation_calls";
  readonly number: string;
}
/** A crew of the station has an order. */
export interface OrderStands {
  readonly type: "order_stands";
  readonly assignment: string;
}
/** Another check of the station is running. */
export interface OtherCheck {
  readonly type: "other_check";
}
/** Another check of the station was running at its time. */
export interface OtherCheckThen {
  readonly type: "other_check_then";
}
/** The hub did not run at its time. */
export interface HubAway {
  readonly type: "hub_away";
}
/** No unit of the station is on duty. */
export interface NobodyOnDuty {
  readonly type: "nobody_on_duty";
}
/** Nobody answered the check at all. */
export interface NobodyAnswered {
  readonly type: "nobody_answered";
}
/** A crew (`who`: its unit, else its station) saw fire. */
export interface SeenOnScene {
  readonly type: "seen_on_scene";
  readonly who: string;
}
/** A crew (`who`: its unit, else its station) that looked cannot say whether it is a fire: taken for one. */
export interface CannotTell {
  readonly type: "cannot_tell";
  readonly who: string;
}
/** `unit` was the first there to look, and nobody said within `seconds` what it is: taken for a fire. */
export interface NothingSaid {
  readonly type: "nothing_said";
  readonly unit: string;
  readonly seconds: number;
}
/** `seconds` after crews were sent to look none is there: taken for a fire. */
export interface NobodyLooked {
  readonly type: "nobody_looked";
  readonly seconds: number;
}
/** A rule of grading holds: its id, what it finds in both languages, where it is written and how sure that is. */
export interface ByGradeRule {
  readonly type: "by_grade_rule";
  readonly rule: string;
  readonly zh: string;
  readonly en: string;
  readonly source: string;
  readonly confidence: string;
}
/** A crew on scene (`who`) asks for reinforcement. */
export interface AskedOnScene {
  readonly type: "asked_on_scene";
  readonly who: string;
}
/** A unit that would get an order: `arrives_s` seconds after it, on the way that `legs` are of. */
export interface ForeseenOrder {
  readonly unit: string;
  readonly station: string;
  readonly mode: string;
  readonly arrives_s: number | null;
  readonly legs: Legs | null;
  readonly floor: number | null;
  readonly because: Reason | null;
  readonly not_ready: readonly string[];
  readonly cautions: readonly string[];
}
/** `missing` units of `need` that could not be sent; `why` as in `dispatch.shortfall`. */
export interface ForeseenLack {
  readonly need: string;
  readonly missing: number;
  readonly why: string;
  readonly station: string | null;
}
/** What would come of an alarm: which open incident it `joins` (None: its own), how real, which rule chooses. */
export interface Foreseen {
  readonly joins: string | null;
  readonly number: string | null;
  readonly kind: string;
  readonly grade: number;
  readonly place: Place;
  readonly confirmed: boolean;
  readonly plan: string | null;
  readonly will_send: readonly ForeseenOrder[];
  readonly missing: readonly ForeseenLack[];
  readonly reasons: readonly (Reason | null)[];
  readonly forewarned: readonly string[];
  readonly flags: readonly string[];
}
/** One incident that is over. `confirmed`: somebody said that it burnt. */
export interface Earlier {
  readonly id: string;
  readonly number: string;
  readonly kind: string;
  readonly grade: number;
  readonly opened_at: Instant;
  readonly close_reason: CloseReason;
  readonly confirmed: boolean;
  readonly cause: "arson" | "electrical" | "embers" | "lightning" | "no_fire" | "open_flame" | "other" | "playing_with_fire" | "production" | "self_ignition" | "smoking" | "static" | "unknown" | null;
}
/** What is known of one device or building: `incidents` and `false_alarms` of the window, the newest ever. */
export interface Past {
  readonly incidents: number;
  readonly false_alarms: number;
  readonly last: Earlier | null;
  readonly last_false: Earlier | null;
}
/** What is known of one device. */
export interface DevicePast {
  readonly source: string;
  readonly device: string;
  readonly past: Past;
}
/** What happened before an incident. `devices` are those of its own that have a history, most false alarms first; */
export interface Before {
  readonly incident: string;
  readonly window_days: number;
  readonly devices: readonly DevicePast[];
  readonly building: Past | null;
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
  readonly drill: string | null;
  readonly unread: { readonly [key: string]: string };
  readonly datum: string | null;
}
/** The alarm joined an open incident; `reason` says why. */
export interface AlarmMerged extends Event {
  readonly type: "alarm.merged";
  readonly incident: string;
  readonly alarm: string;
  readonly reason: string;
  readonly because: Reason | null;
}
/** The alarm left `incident` for the incident `into`. */
export interface AlarmSplit extends Event {
  readonly type: "alarm.split";
  readonly incident: string;
  readonly alarm: string;
  readonly into: string;
}
/** A new incident. `number` is short enough to say over a radio; `drill` is what it is a part of. */
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
  readonly drill: string | null;
  readonly unread: { readonly [key: string]: string };
  readonly signal_at: Instant | null;
  readonly because: Reason | null;
}
/** A dispatcher has it in hand. This is no lock. */
export interface IncidentTaken extends Event {
  readonly type: "incident.taken";
  readonly incident: string;
}
/** What is known changed; fields that are None stay as they were, `flags` come to those that there are. */
export interface IncidentUpdated extends Event {
  readonly type: "incident.updated";
  readonly incident: string;
  readonly place: Place | null;
  readonly kind: string | null;
  readonly trapped: number | null;
  readonly flags: readonly string[];
}
/** Somebody or something made sure that it is real. */
export interface IncidentConfirmed extends Event {
  readonly type: "incident.confirmed";
  readonly incident: string;
  readonly reason: string;
  readonly because: Reason | null;
}
/** The grade changed, 1 (lowest) to 5. `because`: the rule that found it; None where a person or a rung did. */
export interface IncidentGraded extends Event {
  readonly type: "incident.graded";
  readonly incident: string;
  readonly grade: number;
  readonly before: number;
  readonly reason: string | null;
  readonly because: Reason | null;
}
/** A rule finds a higher `grade` than `before`, which holds until a person decides. */
export interface GradeProposed extends Event {
  readonly type: "incident.grade_proposed";
  readonly incident: string;
  readonly grade: number;
  readonly before: number;
  readonly reason: string;
  readonly because: Reason | null;
}
/** A line for everyone who is assigned. `occurred_at` where it was written in a dead spot. */
export interface IncidentNoted extends Event {
  readonly type: "incident.noted";
  readonly incident: string;
  readonly text: string;
  readonly occurred_at: Instant | null;
}
/** Somebody says to the brigade that it can take over: `station` offers, None where the centre does it. */
export interface IncidentHandOverOffered extends Event {
  readonly type: "incident.hand_over_offered";
  readonly incident: string;
  readonly station: string | null;
  readonly receiver: string | null;
  readonly state: "burning" | "out" | "unclear" | "under_control" | null;
  readonly note: string | null;
  readonly flags: readonly "brigade_not_there"[];
  readonly occurred_at: Instant | null;
}
/** The brigade took over; `receiver` says who. The micro crews stay in the picture until they are released. */
export interface IncidentHandedOver extends Event {
  readonly type: "incident.handed_over";
  readonly incident: string;
  readonly receiver: string;
  readonly note: string | null;
  readonly occurred_at: Instant | null;
  readonly station: string | null;
  readonly unit: string | null;
  readonly givers: readonly string[];
  readonly state: "burning" | "out" | "unclear" | "under_control" | null;
  readonly offered_at: Instant | null;
  readonly flags: readonly "brigade_not_there"[];
  readonly settles: readonly string[];
}
/** What came of an incident, in numbers alone: no names. None is not known; 0 was counted. */
export interface IncidentOutcome {
  readonly cause: "arson" | "electrical" | "embers" | "lightning" | "no_fire" | "open_flame" | "other" | "playing_with_fire" | "production" | "self_ignition" | "smoking" | "static" | "unknown" | null;
  readonly dead: number | null;
  readonly injured: number | null;
  readonly rescued: number | null;
  readonly evacuated: number | null;
  readonly area_m2: number | null;
  readonly loss_yuan: number | null;
  readonly water_m3: number | null;
}
/** Somebody said what came of it, whole; `before` is what was said until then, None where nothing was. */
export interface IncidentOutcomeRecorded extends Event {
  readonly type: "incident.outcome_recorded";
  readonly incident: string;
  readonly outcome: IncidentOutcome;
  readonly before: IncidentOutcome | null;
}
/** `incident` went into `into` with its alarms and assignments. */
export interface IncidentMerged extends Event {
  readonly type: "incident.merged";
  readonly incident: string;
  readonly into: string;
  readonly reason: string;
  readonly because: Reason | null;
}
/** It is over; why. `not_handed_over` has a person's words why the brigade was there and took nothing over. */
export interface IncidentClosed extends Event {
  readonly type: "incident.closed";
  readonly incident: string;
  readonly reason: CloseReason;
  readonly note: string | null;
  readonly because: Reason | null;
  readonly not_handed_over: string | null;
}
/** It was not over. */
export interface IncidentReopened extends Event {
  readonly type: "incident.reopened";
  readonly incident: string;
  readonly reason: string | null;
}
/** What people said about it is destroyed, by law or by a term: its key is gone, the rest of the record stands. */
export interface IncidentErased extends Event {
  readonly type: "incident.erased";
  readonly incident: string;
  readonly reason: string;
  readonly in_clear: number;
  readonly setting: string | null;
}
/** 24 h after closing it leaves the World; the log keeps it. */
export interface IncidentArchived extends Event {
  readonly type: "incident.archived";
  readonly incident: string;
}
/** An order of which something fell due: the rungs of its ladder act `ladder_ms` later than they would have. */
export interface OrderWait {
  readonly assignment: string;
  readonly ladder_ms: number;
}
/** The hub was away from `away_from` until this event while the incident was open. */
export interface IncidentHubAway extends Event {
  readonly type: "incident.hub_away";
  readonly incident: string;
  readonly away_from: Instant;
  readonly wait_until: Instant;
  readonly reason: "clock" | "stopped";
  readonly orders: readonly OrderWait[];
  readonly requests: readonly string[];
}
/** Reinforcement that a crew asks for: a mode, a capability, `crew` for any micro crew, a kind of helper */
export interface Wanted {
  readonly kind: string;
  readonly count: number | null;
}
/** A lane that a crew found blocked: a way, or a spot in WGS-84 degrees. */
export interface BlockedLane {
  readonly way: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly narrows_to_m: number | null;
  readonly for_s: number | null;
}
/** The content of a report. `unread` has the words of what nobody could use, by field. */
export interface Said {
  readonly saw: "cannot_tell" | "fire" | "no_fire" | null;
  readonly floor: number | null;
  readonly room: string | null;
  readonly burning: string | null;
  readonly trapped: number | null;
  readonly got_out: number | null;
  readonly hurt: number | null;
  readonly want: readonly Wanted[];
  readonly lane: BlockedLane | null;
  readonly water: "hydrant_dry" | "no_water" | null;
  readonly hydrant: string | null;
  readonly under_control: boolean;
  readonly out: boolean;
  readonly note: string | null;
  readonly unread: { readonly [key: string]: string };
}
/** What is closed: a way by its id, a circle (centre and radius in metres), or a polygon of `[lon, lat]`. */
export interface ClosureArea {
  readonly way: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly radius_m: number | null;
  readonly polygon: readonly (readonly [number, number])[] | null;
  readonly levels: "all" | "ground" | null;
}
/** A lane that is closed to one drill's crews and to nobody else: operations never see it. */
export interface BarredLane {
  readonly id: string;
  readonly area: ClosureArea;
  readonly modes: readonly string[];
}
/** A crew said what it saw. What follows from it (confirmed, more trapped, handled) are events of their own. */
export interface SceneReported extends Event {
  readonly type: "scene.reported";
  readonly incident: string;
  readonly report: string;
  readonly said: Said;
  readonly assignment: string | null;
  readonly unit: string | null;
  readonly station: string | null;
  readonly flags: readonly string[];
  readonly contradicts: readonly string[];
  readonly advice: "close" | "false_alarm" | "reopen" | null;
  readonly occurred_at: Instant | null;
  readonly bars: BarredLane | null;
}
/** One unit that the choice looked at: how far it was, what became of it, and why its station is not ready. */
export interface Considered {
  readonly unit: string;
  readonly station: string;
  readonly eta_s: number;
  readonly legs: Legs;
  readonly verdict: Verdict;
  readonly not_ready: readonly string[];
  readonly cautions: readonly string[];
  readonly at_station: boolean;
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
  readonly because: Reason | null;
}
/** `missing` units of `need` could not be sent; `why` names the reason. */
export interface DispatchShortfall extends Event {
  readonly type: "dispatch.shortfall";
  readonly incident: string;
  readonly need: string;
  readonly missing: number;
  readonly why: "ladder_exhausted" | "nobody_eligible" | "nobody_left" | "off_network" | "rule_failed" | "unlocated";
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
/** Crews on their way to `rivals`, incidents nearby, would be here much sooner than the last that was sent. */
export interface DispatchContended extends Event {
  readonly type: "dispatch.contended";
  readonly incident: string;
  readonly rivals: readonly string[];
  readonly due_at: Instant;
}
/** Incidents that could share units were looked at together: everybody goes on as ordered. */
export interface DispatchKept extends Event {
  readonly type: "dispatch.kept";
  readonly incident: string;
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
  readonly because: Reason | null;
}
/** The other stations of the building and its zone are told of an incident: no order, no clock, nothing rings. */
export interface ZoneInformed extends Event {
  readonly type: "zone.informed";
  readonly incident: string;
  readonly stations: readonly string[];
  readonly zone: string;
  readonly number: string;
  readonly kind: string;
  readonly grade: number;
  readonly place: Place;
}
/** The incident beside these stations is over. */
export interface ZoneCleared extends Event {
  readonly type: "zone.cleared";
  readonly incident: string;
  readonly stations: readonly string[];
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
  readonly area_m2: number | null;
}
/** Another crew's standing order, as far as it has come. `unit_name` is its call sign. */
export interface OrderSoFar {
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly station_kind: string;
  readonly mode: string;
  readonly assigned_at: Instant;
  readonly eta_s: number | null;
  readonly acknowledged_at: Instant | null;
  readonly en_route_at: Instant | null;
  readonly on_scene_at: Instant | null;
  readonly controlled_at: Instant | null;
  readonly unit_name: string;
}
/** One helper asked in one way at `at`. */
export interface Ask {
  readonly id: string;
  readonly helper: string;
  readonly name: string;
  readonly means: "cap" | "phone" | "webhook";
  readonly at: Instant;
  readonly line: number;
  readonly told_at: Instant | null;
  readonly failed_at: Instant | null;
  readonly refused_at: Instant | null;
  readonly call_off_at: Instant | null;
  readonly called_off_at: Instant | null;
}
/** A request for one kind of help in one incident. */
export interface Help {
  readonly id: string;
  readonly incident: string;
  readonly kind: "call_centre" | "enterprise" | "gas" | "government" | "lift" | "machinery" | "medical" | "neighbour" | "police" | "power" | "volunteers" | "water";
  readonly requested_at: Instant;
  readonly exercise: boolean;
  readonly outside: boolean;
  readonly wanted: string | null;
  readonly note: string | null;
  readonly because: Reason | null;
  readonly asks: readonly Ask[];
  readonly helper: string | null;
  readonly name: string;
  readonly eta_s: number | null;
  readonly accepted_at: Instant | null;
  readonly en_route_at: Instant | null;
  readonly on_scene_at: Instant | null;
  readonly overdue_at: Instant | null;
  readonly officer_at: Instant | null;
  readonly unanswered_at: Instant | null;
  readonly unanswered: "all_refused" | "nobody_accepted" | "nobody_known" | null;
  readonly ending: "cancelled" | "done" | "incident_over" | null;
  readonly ended_at: Instant | null;
  readonly wait_until: Instant | null;
  readonly expected_at: Instant | null;
}
/** A way into a building (出入口) and whom it `serves`; `width_m` is its clear width. */
export interface Entrance {
  readonly id: string;
  readonly building: string;
  readonly lon: number;
  readonly lat: number;
  readonly name: string;
  readonly serves: readonly ("crew" | "engine")[];
  readonly width_m: number | null;
}
/** Where an aerial stands (登高操作场地). */
export interface Ground {
  readonly id: string;
  readonly building: string;
  readonly lon: number;
  readonly lat: number;
  readonly length_m: number | null;
  readonly width_m: number | null;
  readonly bearing_t: number | null;
  readonly slope_percent: number | null;
  readonly state: "away" | "defective" | "ready" | null;
}
/** A place to take water from; `building` is empty for one in the street. */
export interface Hydrant {
  readonly id: string;
  readonly kind: "adapter" | "indoor" | "intake" | "outdoor" | "riser" | "tank";
  readonly lon: number;
  readonly lat: number;
  readonly building: string;
  readonly state: "away" | "defective" | "ready" | null;
  readonly pressure_mpa: number | null;
  readonly inspected: unknown | null;
}
/** How many people on a floor cannot walk down by themselves. Nobody is named. */
export interface Assistance {
  readonly id: string;
  readonly building: string;
  readonly floor: number;
  readonly count: number;
}
/** A step of the building's own plan for one `role` (a member's, or `everybody`), in their `order`. */
export interface PlanStep {
  readonly id: string;
  readonly building: string;
  readonly role: string;
  readonly order: number;
  readonly text: string;
}
/** One building's file. `hydrants` are its own and the nearest in the street, which follow them. */
export interface Site {
  readonly building: string;
  readonly responsible: string;
  readonly warden: string;
  readonly control_room: string;
  readonly control_room_phone: string;
  readonly keys: string;
  readonly pump_room: string;
  readonly entrance: string;
  readonly lifts: number | null;
  readonly fire_lifts: number | null;
  readonly hazards: readonly string[];
  readonly plan: string;
  readonly reviewed: unknown | null;
  readonly entrances: readonly Entrance[];
  readonly grounds: readonly Ground[];
  readonly hydrants: readonly Hydrant[];
  readonly assistance: readonly Assistance[];
  readonly steps: readonly PlanStep[];
}
/** A report of one incident as all who are assigned share it. */
export interface Report {
  readonly id: string;
  readonly at: Instant;
  readonly by: By;
  readonly said: Said;
  readonly assignment: string | null;
  readonly unit: string | null;
  readonly flags: readonly string[];
  readonly contradicts: readonly string[];
  readonly advice: "close" | "false_alarm" | "reopen" | null;
  readonly occurred_at: Instant | null;
}
/** An alarm in which somebody said something, as an order carries it: who called, and the words as they came in. */
export interface Call {
  readonly alarm: string;
  readonly at: Instant;
  readonly source: string;
  readonly kind: string;
  readonly device: string | null;
  readonly reporter: string | null;
  readonly note: string | null;
}
/** What a crew that joins late must know: the incident's alarms, notes, reports, building, and who is going */
export interface RecordSoFar {
  readonly alarms: readonly string[];
  readonly notes: readonly Note[];
  readonly going: readonly string[];
  readonly opened_at: Instant | null;
  readonly building: Building | null;
  readonly orders: readonly OrderSoFar[];
  readonly flags: readonly string[];
  readonly unread: { readonly [key: string]: string };
  readonly signal_at: Instant | null;
  readonly requests: readonly Help[];
  readonly site: Site | null;
  readonly reports: readonly Report[];
  readonly offered_at: Instant | null;
  readonly handed_over_at: Instant | null;
  readonly calls: readonly Call[];
}
/** Where a unit goes. `ground` and `hydrant` are for vehicles alone. */
export interface Stand {
  readonly entrance: Entrance | null;
  readonly ground: Ground | null;
  readonly hydrant: Hydrant | null;
}
/** The order. `targets` are the promises that start now; the rest is what a crew needs at a glance. */
export interface AssignmentAssigned extends Event {
  readonly type: "assignment.assigned";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly mode: string;
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
  readonly not_ready: readonly string[];
  readonly because: Reason | null;
  readonly stand: Stand | null;
  readonly unit_name: string;
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
  readonly counts_from: Instant | null;
}
/** The crew left. */
export interface AssignmentEnRoute extends Event {
  readonly type: "assignment.en_route";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly occurred_at: Instant | null;
  readonly counts_from: Instant | null;
}
/** The crew is at the place. */
export interface AssignmentOnScene extends Event {
  readonly type: "assignment.on_scene";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly occurred_at: Instant | null;
  readonly counts_from: Instant | null;
}
/** The crew has handled it. */
export interface AssignmentControlled extends Event {
  readonly type: "assignment.controlled";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly occurred_at: Instant | null;
  readonly counts_from: Instant | null;
}
/** The unit is free again; `reason` where it was not the crew's own word. */
export interface AssignmentReleased extends Event {
  readonly type: "assignment.released";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly occurred_at: Instant | null;
  readonly counts_from: Instant | null;
  readonly reason: string | null;
  readonly because: Reason | null;
}
/** The crew cannot go; why. */
export interface AssignmentDeclined extends Event {
  readonly type: "assignment.declined";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly occurred_at: Instant | null;
  readonly counts_from: Instant | null;
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
  readonly because: Reason | null;
}
/** Nobody acknowledged within the respond target. A later acknowledgement is still accepted. */
export interface AssignmentNoAnswer extends Event {
  readonly type: "assignment.no_answer";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
}
/** A promise that did not come with the order begins now: `start` is what of the order is reached with that. */
export interface TargetSet extends Event {
  readonly type: "target.set";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly target: string;
  readonly milestone: string;
  readonly limit_s: number;
  readonly start: string;
}
/** The arrival is foreseen anew, from where the crew is: `eta_s` seconds after its order. None: nobody knows. */
export interface ArrivalEstimated extends Event {
  readonly type: "arrival.estimated";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly eta_s: number | null;
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
  readonly heard_late_ms: number;
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
  readonly outcome: "alerted" | "already_coming" | "called" | "look_first" | "nobody" | "raised" | "sent";
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
/** A person let the ladder of this assignment act again: its rungs act `ladder_ms` later than they would have. */
export interface LadderResumed extends Event {
  readonly type: "ladder.resumed";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly reason: string | null;
  readonly ladder_ms: number;
}
/** Somebody is needed who takes no orders; `wanted` is whom a person named. */
export interface HelpRequested extends Event {
  readonly type: "help.requested";
  readonly incident: string;
  readonly request: string;
  readonly kind: "call_centre" | "enterprise" | "gas" | "government" | "lift" | "machinery" | "medical" | "neighbour" | "police" | "power" | "volunteers" | "water";
  readonly outside: boolean;
  readonly wanted: string | null;
  readonly note: string | null;
  readonly reason: string;
  readonly because: Reason | null;
}
/** A helper is asked. `line` is which of its telephones a person at the desk must call; `upon` says why now. */
export interface HelpAsked extends Event {
  readonly type: "help.asked";
  readonly incident: string;
  readonly request: string;
  readonly kind: "call_centre" | "enterprise" | "gas" | "government" | "lift" | "machinery" | "medical" | "neighbour" | "police" | "power" | "volunteers" | "water";
  readonly ask: string;
  readonly helper: string;
  readonly name: string;
  readonly means: "cap" | "phone" | "webhook";
  readonly upon: "failed" | "refused" | "requested" | "silent";
  readonly line: number;
  readonly fired_late_ms: number;
}
/** Its gateway took the message, or it was spoken to; `call_off`: the message that it is not needed any more. */
export interface HelpTold extends Event {
  readonly type: "help.told";
  readonly incident: string;
  readonly request: string;
  readonly kind: "call_centre" | "enterprise" | "gas" | "government" | "lift" | "machinery" | "medical" | "neighbour" | "police" | "power" | "volunteers" | "water";
  readonly ask: string;
  readonly helper: string;
  readonly name: string;
  readonly means: "cap" | "phone" | "webhook";
  readonly call_off: boolean;
  readonly tries: number;
}
/** Its gateway did not take the message, or nobody picked up; `error` is what the gateway said. */
export interface HelpNotTold extends Event {
  readonly type: "help.not_told";
  readonly incident: string;
  readonly request: string;
  readonly kind: "call_centre" | "enterprise" | "gas" | "government" | "lift" | "machinery" | "medical" | "neighbour" | "police" | "power" | "volunteers" | "water";
  readonly ask: string;
  readonly helper: string;
  readonly name: string;
  readonly means: "cap" | "phone" | "webhook";
  readonly call_off: boolean;
  readonly tries: number;
  readonly error: string;
}
/** `helper` comes, in `eta_s` seconds where it said so; it is late after `expected_at`. */
export interface HelpAccepted extends Event {
  readonly type: "help.accepted";
  readonly incident: string;
  readonly request: string;
  readonly kind: "call_centre" | "enterprise" | "gas" | "government" | "lift" | "machinery" | "medical" | "neighbour" | "police" | "power" | "volunteers" | "water";
  readonly helper: string;
  readonly name: string;
  readonly eta_s: number | null;
  readonly note: string | null;
  readonly expected_at: Instant | null;
}
/** It is on the way. */
export interface HelpEnRoute extends Event {
  readonly type: "help.en_route";
  readonly incident: string;
  readonly request: string;
  readonly kind: "call_centre" | "enterprise" | "gas" | "government" | "lift" | "machinery" | "medical" | "neighbour" | "police" | "power" | "volunteers" | "water";
  readonly helper: string;
  readonly name: string;
  readonly occurred_at: Instant | null;
}
/** It is there. */
export interface HelpOnScene extends Event {
  readonly type: "help.on_scene";
  readonly incident: string;
  readonly request: string;
  readonly kind: "call_centre" | "enterprise" | "gas" | "government" | "lift" | "machinery" | "medical" | "neighbour" | "police" | "power" | "volunteers" | "water";
  readonly helper: string;
  readonly name: string;
  readonly occurred_at: Instant | null;
}
/** It did what it was asked for. */
export interface HelpDone extends Event {
  readonly type: "help.done";
  readonly incident: string;
  readonly request: string;
  readonly kind: "call_centre" | "enterprise" | "gas" | "government" | "lift" | "machinery" | "medical" | "neighbour" | "police" | "power" | "volunteers" | "water";
  readonly helper: string;
  readonly name: string;
  readonly occurred_at: Instant | null;
}
/** `helper` does not come, or not any more; why. The next one is asked. */
export interface HelpRefused extends Event {
  readonly type: "help.refused";
  readonly incident: string;
  readonly request: string;
  readonly kind: "call_centre" | "enterprise" | "gas" | "government" | "lift" | "machinery" | "medical" | "neighbour" | "police" | "power" | "volunteers" | "water";
  readonly helper: string;
  readonly name: string;
  readonly reason: string | null;
}
/** Nobody is left to ask, and nobody comes: this help is missing. */
export interface HelpUnanswered extends Event {
  readonly type: "help.unanswered";
  readonly incident: string;
  readonly request: string;
  readonly kind: "call_centre" | "enterprise" | "gas" | "government" | "lift" | "machinery" | "medical" | "neighbour" | "police" | "power" | "volunteers" | "water";
  readonly why: "all_refused" | "nobody_accepted" | "nobody_known";
  readonly fired_late_ms: number;
}
/** Nobody has accepted: the duty officer is told, where there is a channel that does. */
export interface HelpClimbed extends Event {
  readonly type: "help.climbed";
  readonly incident: string;
  readonly request: string;
  readonly kind: "call_centre" | "enterprise" | "gas" | "government" | "lift" | "machinery" | "medical" | "neighbour" | "police" | "power" | "volunteers" | "water";
  readonly action: "duty_officer";
  readonly outcome: "alerted" | "called" | "nobody" | "told";
  readonly fired_late_ms: number;
}
/** Who accepted is not there at the time that was to be expected. */
export interface HelpOverdue extends Event {
  readonly type: "help.overdue";
  readonly incident: string;
  readonly request: string;
  readonly kind: "call_centre" | "enterprise" | "gas" | "government" | "lift" | "machinery" | "medical" | "neighbour" | "police" | "power" | "volunteers" | "water";
  readonly helper: string;
  readonly name: string;
  readonly fired_late_ms: number;
}
/** It is not needed any more; who was told of it needs to hear so. */
export interface HelpCancelled extends Event {
  readonly type: "help.cancelled";
  readonly incident: string;
  readonly request: string;
  readonly kind: "call_centre" | "enterprise" | "gas" | "government" | "lift" | "machinery" | "medical" | "neighbour" | "police" | "power" | "volunteers" | "water";
  readonly ending: "cancelled" | "done" | "incident_over";
  readonly reason: string | null;
  readonly because: Reason | null;
}
/** A message is to go out over every channel of this `use`; it is pending until each has an outcome. */
export interface ChannelCalled extends Event {
  readonly type: "channel.called";
  readonly message: string;
  readonly use: string;
  readonly assignment: string | null;
  readonly station: string;
  readonly text: string;
  readonly channels: readonly string[];
  readonly trigger: string | null;
  readonly request: string | null;
}
/** The gateway took the message after so many tries. */
export interface ChannelSent extends Event {
  readonly type: "channel.sent";
  readonly message: string;
  readonly channel: string;
  readonly tries: number;
}
/** The gateway did not take it; it is on the list of dead letters. */
export interface ChannelFailed extends Event {
  readonly type: "channel.failed";
  readonly message: string;
  readonly channel: string;
  readonly tries: number;
  readonly error: string;
}
/** Nobody needs the message any more, after so many tries; nothing is left to do about it. */
export interface ChannelGivenUp extends Event {
  readonly type: "channel.given_up";
  readonly message: string;
  readonly channel: string;
  readonly tries: number;
  readonly given_up: "answered" | "held" | "incident_over" | "order_over";
}
/** The traffic side is to hear of a way; that it could not is a `CorridorFailed`. */
export interface CorridorOpened extends Event {
  readonly type: "corridor.opened";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly junctions: number;
  readonly length_m: number;
  readonly eta_s: number;
  readonly valid_until: Instant;
}
/** It took the way anew: the unit has moved, or will be later or earlier than was said. */
export interface CorridorRenewed extends Event {
  readonly type: "corridor.renewed";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly junctions: number;
  readonly length_m: number;
  readonly eta_s: number;
  readonly valid_until: Instant;
}
/** The traffic side did not take it after so many tries; it is tried again, and not written down again. */
export interface CorridorFailed extends Event {
  readonly type: "corridor.failed";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly deed: "open" | "renew" | "withdraw";
  readonly tries: number;
  readonly error: string;
}
/** A message to a target outside: it is due, was taken, was acknowledged after `took_ms`, or nobody answered. */
export interface ReportForwarded extends Event {
  readonly type: "report.forwarded";
  readonly incident: string;
  readonly target: string;
  readonly form: "35965" | "cap";
  readonly message: string;
  readonly what: "alert" | "cancel" | "update";
  readonly state: "acknowledged" | "due" | "taken" | "unanswered";
  readonly tries: number;
  readonly content: string;
  readonly took_ms: number | null;
  readonly error: string | null;
}
/** The way is not needed any more, and why; `told` False: nobody took that, the way lapsed by itself. */
export interface CorridorWithdrawn extends Event {
  readonly type: "corridor.withdrawn";
  readonly incident: string;
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly why: "arrived" | "declined" | "incident_over" | "no_way" | "recalled" | "released" | "switched_off";
  readonly renewals: number;
  readonly told: boolean;
}
/** Where a unit is, and when it was there. */
export interface UnitPosition extends Event {
  readonly type: "unit.position";
  readonly unit: string;
  readonly lon: number;
  readonly lat: number;
  readonly occurred_at: Instant | null;
  readonly datum: string | null;
  readonly flags: readonly string[];
  readonly accuracy_m: number | null;
  readonly doubt: "impossible" | "inaccurate" | "late" | "stale" | null;
}
/** Nobody has heard of the unit for too long: it counts from where it is posted, or from its station. */
export interface UnitPositionStale extends Event {
  readonly type: "unit.position_stale";
  readonly unit: string;
}
/** A unit is posted at `place` (备勤) from `from_at` until `until_at` (None: until somebody ends it). */
export interface StandbyPosted extends Event {
  readonly type: "standby.posted";
  readonly unit: string;
  readonly station: string;
  readonly place: Place;
  readonly from_at: Instant;
  readonly until_at: Instant | null;
  readonly reason: string | null;
}
/** From now on the unit counts from where it is posted. */
export interface StandbyBegun extends Event {
  readonly type: "standby.begun";
  readonly unit: string;
  readonly station: string;
  readonly fired_late_ms: number;
}
/** The posting is over: by its time (`over`), or since somebody ended it. */
export interface StandbyEnded extends Event {
  readonly type: "standby.ended";
  readonly unit: string;
  readonly station: string;
  readonly over: boolean;
  readonly fired_late_ms: number;
}
/** A way, circle or polygon is closed to `modes` (empty: all) until `until` (None: until opened). */
export interface RoadClosed extends Event {
  readonly type: "road.closed";
  readonly closure: string;
  readonly area: ClosureArea;
  readonly modes: readonly string[];
  readonly until: Instant | null;
  readonly reason: string | null;
  readonly pieces: number | null;
  readonly report: string | null;
  readonly narrows_to_m: number | null;
}
/** The closure ended; `expired` where its own end came. */
export interface RoadOpened extends Event {
  readonly type: "road.opened";
  readonly closure: string;
  readonly expired: boolean;
}
/** Somebody found that a hydrant gives water, or none; `reason` in their own words. */
export interface HydrantChanged extends Event {
  readonly type: "hydrant.changed";
  readonly hydrant: string;
  readonly works: boolean;
  readonly reason: string | null;
}
/** A panel or device is set aside `until` then; `building` is the one that its alarms were of. */
export interface SourceShelved extends Event {
  readonly type: "source.shelved";
  readonly source: string;
  readonly building: string | null;
  readonly until: Instant;
  readonly reason: string;
}
/** It counts like any other again; `why`. Where something broke the shelf, `incident` is what it was about. */
export interface SourceUnshelved extends Event {
  readonly type: "source.unshelved";
  readonly source: string;
  readonly why: "by_hand" | "confirmed" | "expired" | "person" | "second_source" | "sure_sign" | "trapped";
}
/** One measured value: `what` (`pressure`, `level`, `temperature`, `current` ...) in `unit`. */
export interface Measured {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
}
/** A message that brought something about, or says what was done there. */
export interface SignalReceived extends Event {
  readonly type: "signal.received";
  readonly device: string;
  readonly gateway: string;
  readonly protocol: "dc09" | "gb26875" | "http" | "modbus" | "mqtt" | "push";
  readonly raw: number | null;
  readonly kind: string | null;
  readonly text: string | null;
  readonly operation: "alarm_cleared" | "configured" | "confirm" | "initialised" | "manual_alarm" | "online" | "post_check_answered" | "reset" | "self_test" | "silence" | "test" | "unknown" | null;
  readonly operator: string | null;
  readonly raised: readonly ("absent" | "battery_fault" | "delayed" | "disabled" | "fault" | "feedback" | "fire" | "line_fault" | "low_battery" | "mains_fault" | "manual" | "prealarm" | "started" | "supervisory" | "tamper" | "test")[];
  readonly cleared: readonly ("absent" | "battery_fault" | "delayed" | "disabled" | "fault" | "feedback" | "fire" | "line_fault" | "low_battery" | "mains_fault" | "manual" | "prealarm" | "started" | "supervisory" | "tamper" | "test")[];
  readonly measured: readonly Measured[];
  readonly test: boolean;
  readonly occurred_at: Instant | null;
  readonly sent_at: Instant | null;
  readonly unread: { readonly [key: string]: string };
}
/** A person looked: what the device says is `real` or is not. */
export interface SignalVerified extends Event {
  readonly type: "signal.verified";
  readonly device: string;
  readonly condition: "absent" | "battery_fault" | "delayed" | "disabled" | "fault" | "feedback" | "fire" | "line_fault" | "low_battery" | "mains_fault" | "manual" | "prealarm" | "started" | "supervisory" | "tamper" | "test";
  readonly real: boolean;
  readonly note: string | null;
}
/** A condition holds from now on. Where and what the device is stands beside it, so that a reader needs no look-up. */
export interface ConditionRaised extends Event {
  readonly type: "condition.raised";
  readonly device: string;
  readonly condition: "absent" | "battery_fault" | "delayed" | "disabled" | "fault" | "feedback" | "fire" | "line_fault" | "low_battery" | "mains_fault" | "manual" | "prealarm" | "started" | "supervisory" | "tamper" | "test";
  readonly gateway: string;
  readonly address: string | null;
  readonly kind: string | null;
  readonly building: string | null;
  readonly floor: number | null;
  readonly name: string | null;
  readonly text: string | null;
  readonly station: string | null;
  readonly owner: string | null;
  readonly value: Measured | null;
  readonly test: boolean;
  readonly occurred_at: Instant | null;
  readonly disabled: boolean;
  readonly chatters_until: Instant | null;
  readonly why: "reset" | "settled" | "signal" | "whole";
}
/** A condition holds no more; `why` says so. */
export interface ConditionCleared extends Event {
  readonly type: "condition.cleared";
  readonly device: string;
  readonly condition: "absent" | "battery_fault" | "delayed" | "disabled" | "fault" | "feedback" | "fire" | "line_fault" | "low_battery" | "mains_fault" | "manual" | "prealarm" | "started" | "supervisory" | "tamper" | "test";
  readonly why: "reset" | "settled" | "signal" | "whole";
}
/** A measured value crossed a limit of its device, or came `back` by the hysteresis. */
export interface LimitCrossed extends Event {
  readonly type: "limit.crossed";
  readonly device: string;
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly limit: number;
  readonly way: "back" | "high" | "low";
  readonly gateway: string;
  readonly address: string | null;
  readonly kind: string | null;
  readonly building: string | null;
  readonly floor: number | null;
  readonly name: string | null;
  readonly station: string | null;
  readonly owner: string | null;
}
/** A device spoke that no table names. */
export interface DeviceUnknown extends Event {
  readonly type: "device.unknown";
  readonly device: string;
  readonly gateway: string;
  readonly address: string | null;
  readonly kind: string | null;
  readonly text: string | null;
}
/** One detector, call point, pump, door, meter: `kind` is a word of `stations.device_kinds`. */
export interface Device {
  readonly id: string;
  readonly kind: string;
  readonly gateway: string | null;
  readonly address: string | null;
  readonly building: string | null;
  readonly floor: number | null;
  readonly zone: string | null;
  readonly name: string | null;
  readonly camera: string | null;
  readonly owner: string | null;
  readonly station: string | null;
  readonly mirror_of: string | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly hysteresis: number | null;
  readonly silent_after_s: number;
}
/** Somebody said what it is and where. */
export interface DeviceFiled extends Event {
  readonly type: "device.filed";
  readonly device: string;
  readonly row: Device;
}
/** It was not heard since `since`. */
export interface DeviceSilent extends Event {
  readonly type: "device.silent";
  readonly device: string;
  readonly since: Instant;
  readonly gateway: string;
  readonly address: string | null;
  readonly kind: string | null;
  readonly building: string | null;
  readonly floor: number | null;
  readonly name: string | null;
  readonly station: string | null;
  readonly owner: string | null;
}
/** It is heard again. */
export interface DeviceBack extends Event {
  readonly type: "device.back";
  readonly device: string;
}
/** A person switched it off until then. */
export interface DeviceDisabled extends Event {
  readonly type: "device.disabled";
  readonly device: string;
  readonly until: Instant;
  readonly reason: string;
  readonly gateway: string;
  readonly address: string | null;
  readonly kind: string | null;
  readonly building: string | null;
  readonly floor: number | null;
  readonly name: string | null;
  readonly station: string | null;
}
/** It is on again; `expired` where its own end came. */
export interface DeviceEnabled extends Event {
  readonly type: "device.enabled";
  readonly device: string;
  readonly expired: boolean;
}
/** An open incident as it was handed over: `coming` are crews with a standing order that are not there yet, */
export interface LeftOpen {
  readonly incident: string;
  readonly number: string;
  readonly kind: string;
  readonly grade: number;
  readonly trapped: number | null;
  readonly taken_by: By | null;
  readonly coming: number;
  readonly unanswered: number;
  readonly on_scene: number;
}
/** A dispatcher offers the shift to the next one, with what stands open at that moment. */
export interface ShiftOffered extends Event {
  readonly type: "shift.offered";
  readonly offer: string;
  readonly note: string;
  readonly incidents: readonly LeftOpen[];
  readonly shelves: readonly string[];
  readonly closures: readonly string[];
}
/** The next dispatcher has it; `offered_by` is relieved. */
export interface ShiftAccepted extends Event {
  readonly type: "shift.accepted";
  readonly offer: string;
  readonly offered_by: By;
}
/** Who offered it keeps it; `replaced`: they offered it anew. */
export interface ShiftWithdrawn extends Event {
  readonly type: "shift.withdrawn";
  readonly offer: string;
  readonly replaced: boolean;
}
/** A unit went on or off duty; with how many people, and which, where that was said. */
export interface DutyChanged extends Event {
  readonly type: "duty.changed";
  readonly unit: string;
  readonly station: string;
  readonly on: boolean;
  readonly members: readonly string[];
  readonly strength: number | null;
}
/** A shift was handed over to `members`, who must take over by `due_at`. */
export interface DutyHandedOver extends Event {
  readonly type: "duty.handed_over";
  readonly station: string;
  readonly shift: string;
  readonly members: readonly string[];
  readonly due_at: Instant;
  readonly begins_at: Instant | null;
  readonly ends_at: Instant | null;
  readonly note: string | null;
}
/** A shift was taken over by `strength` people, `members` as far as they are named. */
export interface DutyTakenOver extends Event {
  readonly type: "duty.taken_over";
  readonly station: string;
  readonly shift: string;
  readonly members: readonly string[];
  readonly strength: number;
  readonly begins_at: Instant | null;
  readonly ends_at: Instant | null;
  readonly note: string | null;
}
/** Nobody took over in time. `fired_late_ms`: how late the hub itself noticed. */
export interface DutyOverdue extends Event {
  readonly type: "duty.overdue";
  readonly station: string;
  readonly shift: string;
  readonly due_at: Instant;
  readonly begins_at: Instant | null;
  readonly ends_at: Instant | null;
  readonly fired_late_ms: number;
}
/** Rostered shifts of a station that began from `since` and were over at `until`: the hub was away, or its clock */
export interface DutyUnwatched extends Event {
  readonly type: "duty.unwatched";
  readonly station: string;
  readonly since: Instant;
  readonly until: Instant;
}
/** A rung of the hand-over's ladder acted; `told` is the responsible station where it was told. */
export interface DutyClimbed extends Event {
  readonly type: "duty.climbed";
  readonly station: string;
  readonly shift: string;
  readonly rung: number;
  readonly action: "alert_again" | "duty_officer" | "other_channel" | "parent_station";
  readonly outcome: "alerted" | "called" | "nobody" | "told";
  readonly told: string | null;
  readonly fired_late_ms: number;
}
/** What is true of the station's alert clients has held long enough to be said. */
export interface PresenceChanged extends Event {
  readonly type: "presence.changed";
  readonly station: string;
  readonly present: boolean;
  readonly hidden: boolean;
  readonly sound: boolean;
  readonly battery: number | null;
}
/** What the norms and the registry say of a station: how many must be on post, which equipment fails; None: unknown. */
export interface PostJudged extends Event {
  readonly type: "post.judged";
  readonly station: string;
  readonly minimum: number | null;
  readonly faults: readonly string[] | null;
  readonly not_counted: readonly string[];
}
/** The station is asked whether it is there; `drawn` is the day (local) for which the hub drew it by itself. */
export interface CheckCalled extends Event {
  readonly type: "check.called";
  readonly check: string;
  readonly station: string;
  readonly due_at: Instant;
  readonly shift: string;
  readonly drawn: string | null;
  readonly reason: string | null;
}
/** Somebody answered after `took_ms`; `late_ms` above 0: the check had been missed, and stays so. */
export interface CheckAnswered extends Event {
  readonly type: "check.answered";
  readonly check: string;
  readonly station: string;
  readonly took_ms: number;
  readonly late_ms: number;
  readonly strength: number | null;
  readonly note: string | null;
  readonly occurred_at: Instant | null;
}
/** Nobody answered in time. `fired_late_ms`: how late the hub itself noticed. */
export interface CheckMissed extends Event {
  readonly type: "check.missed";
  readonly check: string;
  readonly station: string;
  readonly fired_late_ms: number;
}
/** The check does not count, and why; `drawn` where it was drawn for that day and never called. */
export interface CheckExcused extends Event {
  readonly type: "check.excused";
  readonly check: string;
  readonly station: string;
  readonly reason: string;
  readonly drawn: string | null;
  readonly because: Reason | null;
}
/** A drawn check waits until `until`: a crew of the station has an order. */
export interface CheckPostponed extends Event {
  readonly type: "check.postponed";
  readonly station: string;
  readonly drawn: string;
  readonly until: Instant;
  readonly reason: string;
  readonly because: Reason | null;
}
/** A rung of the missed check's ladder acted; `told` is the responsible station where it was told. */
export interface CheckClimbed extends Event {
  readonly type: "check.climbed";
  readonly check: string;
  readonly station: string;
  readonly rung: number;
  readonly action: "alert_again" | "duty_officer" | "other_channel" | "parent_station";
  readonly outcome: "alerted" | "called" | "nobody" | "told";
  readonly told: string | null;
  readonly fired_late_ms: number;
}
/** A missed check is let go: nobody answered, or a real incident needs the crew. */
export interface CheckEnded extends Event {
  readonly type: "check.ended";
  readonly check: string;
  readonly station: string;
  readonly reason: string;
  readonly because: Reason | null;
}
/** Chance from outside, for what is drawn by rule: with it in the record a replay draws the same. */
export interface SeedDrawn extends Event {
  readonly type: "seed.drawn";
  readonly purpose: string;
  readonly seed: string;
}
/** A promise between two milestones, in seconds, for assignments of stations of these `kinds`. */
export interface Target {
  readonly name: string;
  readonly milestone_from: Milestone;
  readonly milestone_to: Milestone;
  readonly kinds: readonly string[];
  readonly limit_s: number;
  readonly zones: readonly string[];
  readonly whose: "anybody" | "own_building" | "own_zone";
  readonly plans: readonly string[];
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
  readonly prefers: readonly string[];
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
  readonly helpers: readonly ("call_centre" | "enterprise" | "gas" | "government" | "lift" | "machinery" | "medical" | "neighbour" | "police" | "power" | "volunteers" | "water")[];
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
/** A part of the day by local time; one that ends at or before its begin ends on the next day. */
export interface Shift {
  readonly name: string;
  readonly begin: string;
  readonly end: string;
}
/** One rung of a ladder about a post: `after_s` seconds after the time was over, `action` happens. */
export interface PostRung {
  readonly after_s: number;
  readonly action: "alert_again" | "duty_officer" | "other_channel" | "parent_station";
}
/** How a shift is taken over. */
export interface DutyRules {
  readonly shifts: readonly Shift[];
  readonly take_over_within_s: number;
  readonly early_s: number;
  readonly ladder: readonly PostRung[];
}
/** Post checks (查岗). */
export interface CheckRules {
  readonly every_days: number;
  readonly windows: readonly string[];
  readonly answer_within_s: number;
  readonly postpone_s: number;
  readonly ladder: readonly PostRung[];
}
/** When a station is ready, and what follows for a choice where it is not. */
export interface ReadinessRules {
  readonly minimum: { readonly [key: string]: number };
  readonly beside_within_s: number;
  readonly ready_from: number;
  readonly check_holds_days: number;
}
/** What follows when the hub itself was away. */
export interface Outage {
  readonly after_s: number;
  readonly grace_s: number;
}
/** Ways in that pass on the same detectors: `devices` are one detector's addresses, however they are written; */
export interface Mirror {
  readonly devices: readonly string[];
  readonly sources: readonly string[];
}
/** What is believed of a signal. */
export interface Signals {
  readonly late_after_s: number;
  readonly believed_within_m: number;
  readonly mirrors: readonly Mirror[];
  readonly witnesses: readonly (readonly [string, string])[];
  readonly chatters_above: number;
}
/** How a request for help is chased. */
export interface HelpRules {
  readonly accept_within_s: number;
  readonly officer_after_s: number;
  readonly arrive_within_s: number;
  readonly sender: string;
}
/** How long those who were sent to look have to say what it is (`dispatch.core.look`). */
export interface Look {
  readonly within_s: number;
}
/** An incident for which all of this holds is at least of `grade`; what is not known meets no bound. */
export interface GradeRule {
  readonly id: string;
  readonly grade: number;
  readonly zh: string;
  readonly en: string;
  readonly source: string;
  readonly clause: string;
  readonly confidence: string;
  readonly of: "any" | "fire" | "rescue";
  readonly kinds: readonly string[];
  readonly trapped_from: number | null;
  readonly height_from_m: number | null;
  readonly storeys_from: number | null;
  readonly floor_from: number | null;
  readonly floor_to: number | null;
  readonly building_kinds: readonly string[];
  readonly detectors_from: number | null;
  readonly confirmed: boolean;
  readonly hours: string;
}
/** How a district grades: `rules` (the highest grade first, which saves looking at the rest), and what follows. */
export interface Grading {
  readonly rules: readonly GradeRule[];
  readonly rising: "off" | "propose" | "send";
}
/** A word of the vocabulary: what it is called, the `unit` of its figure (empty: it has none), other spellings. */
export interface Capability {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly unit: string;
  readonly also: readonly string[];
}
/** What is believed of a unit's position. */
export interface Positions {
  readonly stale_after_s: number;
  readonly accurate_within_m: number;
  readonly fastest_mps: number;
}
/** Who hears of the ways of vehicles under way. 003 永川 §11（二）绿波带保畅. */
export interface CorridorRules {
  readonly url: string;
  readonly secret_file: string;
  readonly renew_every_s: number;
  readonly min_change_s: number;
}
/** One who is told. `secret_file` in the hub's data folder holds the key that signs what is sent. */
export interface ForwardTarget {
  readonly name: string;
  readonly url: string;
  readonly code: string;
  readonly form: "35965" | "cap";
  readonly secret_file: string;
  readonly answer_within_s: number;
  readonly exercises: boolean;
}
/** What a district decides for itself: `district.toml` with the defaults filled in (`stations.settings`). */
export interface DistrictSettings {
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
  readonly duty: DutyRules;
  readonly checks: CheckRules;
  readonly readiness: ReadinessRules;
  readonly outage: Outage;
  readonly personal_days: number;
  readonly signals: Signals;
  readonly helpers: HelpRules;
  readonly look: Look;
  readonly grading: Grading;
  readonly capabilities: readonly Capability[];
  readonly hand_over_within_s: number;
  readonly modes: { readonly [key: string]: string };
  readonly positions: Positions;
  readonly corridor: CorridorRules;
  readonly forward: readonly ForwardTarget[];
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
  readonly responsible: string;
}
/** What is sent: `crew` people from `station`. */
export interface Unit {
  readonly id: string;
  readonly station: string;
  readonly name: string;
  readonly mode: string;
  readonly crew: number;
  readonly capabilities: readonly string[];
  readonly turnout_s: number | null;
}
/** Members of one shift of one station; dates are `2026-11-22`, empty where they bound nothing. */
export interface RosterRow {
  readonly id: string;
  readonly station: string;
  readonly shift: string;
  readonly members: readonly string[];
  readonly days: readonly ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed")[];
  readonly every: number;
  readonly since: string;
  readonly until: string;
  readonly date: string;
}
/** The rows of one station; `members` is everybody of it, on a row or not, empty where nobody wrote them down. */
export interface Roster {
  readonly station: string;
  readonly rows: readonly RosterRow[];
  readonly members: readonly string[];
}
/** Somebody who can be asked for one `kind` of help. */
export interface Helper {
  readonly id: string;
  readonly kind: "call_centre" | "enterprise" | "gas" | "government" | "lift" | "machinery" | "medical" | "neighbour" | "police" | "power" | "volunteers" | "water";
  readonly name: string;
  readonly zone: string;
  readonly phones: readonly string[];
  readonly webhook: string;
  readonly cap: string;
  readonly languages: readonly ("en" | "zh")[];
}
/** What passes on signals: a user information transmission device (用户信息传输装置), a broker, a cloud platform. */
export interface Gateway {
  readonly id: string;
  readonly protocol: string;
  readonly address: string | null;
  readonly profile: string | null;
  readonly name: string | null;
  readonly building: string | null;
  readonly station: string | null;
  readonly silent_after_s: number;
}
/** The district folder changed: rows put (added or replaced) and ids dropped. Large changes come in several. */
export interface RegistryChanged extends Event {
  readonly type: "registry.changed";
  readonly settings: DistrictSettings | null;
  readonly stations: readonly Station[];
  readonly units: readonly Unit[];
  readonly buildings: readonly Building[];
  readonly dropped_stations: readonly string[];
  readonly dropped_units: readonly string[];
  readonly dropped_buildings: readonly string[];
  readonly rosters: readonly Roster[];
  readonly dropped_rosters: readonly string[];
  readonly helpers: readonly Helper[];
  readonly dropped_helpers: readonly string[];
  readonly sites: readonly Site[];
  readonly dropped_sites: readonly string[];
  readonly devices: readonly Device[];
  readonly dropped_devices: readonly string[];
  readonly gateways: readonly Gateway[];
  readonly dropped_gateways: readonly string[];
}
/** The wall clock and the hub's own time differ by more than a second; positive: the wall clock is ahead. */
export interface HubClockDrift extends Event {
  readonly type: "hub.clock_drift";
  readonly drift_ms: number;
}
/** A post of which something fell due; `due_at` is the new time of the shift that waits to be taken over. */
export interface PostWait {
  readonly station: string;
  readonly due_at: Instant | null;
}
/** A check of which something fell due; `due_at` is its new time. */
export interface CheckWait {
  readonly check: string;
  readonly due_at: Instant;
}
/** The hub was away from `away_from` until this event; nobody is judged before `wait_until`. */
export interface HubReturned extends Event {
  readonly type: "hub.returned";
  readonly away_from: Instant;
  readonly wait_until: Instant;
  readonly reason: "clock" | "stopped";
  readonly posts: readonly PostWait[];
  readonly checks: readonly CheckWait[];
}
/** Hub time stood at `before`, ahead of the right time, and goes on at this event's own. */
export interface ClockRestated extends Event {
  readonly type: "clock.restated";
  readonly before: Instant;
  readonly month: string;
  readonly last_number: number;
}
/** The record went on although events that had been confirmed are not in it; it has a new epoch since. */
export interface RecordLost extends Event {
  readonly type: "record.lost";
  readonly lost_epoch: string;
  readonly confirmed_seq: number;
  readonly confirmed_hash: string;
  readonly kept_seq: number;
  readonly why: string;
}
/** A token was given out. `token` is its id, `bearer` its name; `expires_at` None: until it is withdrawn. */
export interface TokenMade extends Event {
  readonly type: "token.made";
  readonly token: string;
  readonly role: Role;
  readonly bearer: string;
  readonly station: string | null;
  readonly expires_at: Instant | null;
}
/** A phone was invited to a station: whoever hands the code in first, until `expires_at`, gets a token. */
export interface TokenInvited extends Event {
  readonly type: "token.invited";
  readonly invitation: string;
  readonly bearer: string;
  readonly station: string;
  readonly expires_at: Instant;
}
/** An invitation was handed in; `token` is the id of the token that it gave. */
export interface TokenRedeemed extends Event {
  readonly type: "token.redeemed";
  readonly invitation: string;
  readonly token: string;
  readonly bearer: string;
  readonly station: string;
}
/** A token is good no more. */
export interface TokenWithdrawn extends Event {
  readonly type: "token.withdrawn";
  readonly token: string;
  readonly role: Role;
  readonly bearer: string;
  readonly station: string | null;
}
/** Where: degrees, or a known building's id with a floor, or words. */
export interface DrillPlace {
  readonly lon: number | null;
  readonly lat: number | null;
  readonly building: string | null;
  readonly floor: number | null;
  readonly text: string | null;
}
/** The signal that the drill begins with, as a real one would come in. */
export interface DrillAlarm {
  readonly source: string;
  readonly kind: string;
  readonly note: string | null;
  readonly trapped: number | null;
}
/** What is to be shown. Timed where it names milestones and a limit; else observers judge it. */
export interface Objective {
  readonly id: string;
  readonly text: string;
  readonly milestone_from: Milestone;
  readonly milestone_to: Milestone | null;
  readonly limit_s: number | null;
  readonly of: "every" | "first";
  readonly kinds: readonly string[];
  readonly weight: number;
}
/** What an inject blocks: a way by its id, or a circle of at most 2 km; for `modes`, empty for all. */
export interface Lane {
  readonly way: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly radius_m: number | null;
  readonly modes: readonly string[];
}
/** Something that happens in the drill, `after_s` seconds after it starts, or after `upon` is first reached. */
export interface Inject {
  readonly id: string;
  readonly effect: "lane_blocked" | "leader_out" | "lift_lost" | "second_fire" | "told" | "trapped_more";
  readonly after_s: number;
  readonly upon: Milestone | null;
  readonly text: string;
  readonly lane: Lane | null;
  readonly place: DrillPlace | null;
  readonly kind: string;
  readonly station: string | null;
  readonly trapped: number | null;
}
/** A drill as it is meant to go. */
export interface DrillPlan {
  readonly name: string;
  readonly kind: "duty_turnout" | "evacuation" | "fire_attack" | "joint" | "no_notice";
  readonly place: DrillPlace;
  readonly alarm: DrillAlarm;
  readonly stations: readonly string[];
  readonly units: readonly string[];
  readonly everybody: boolean;
  readonly unannounced: boolean;
  readonly objectives: readonly Objective[];
  readonly targets: readonly Target[];
  readonly injects: readonly Inject[];
  readonly ends_after_s: number;
}
/** A drill is meant to take place, by itself at `starts_at`, or when somebody starts it. */
export interface DrillPlanned extends Event {
  readonly type: "drill.planned";
  readonly drill: string;
  readonly plan: DrillPlan;
  readonly starts_at: Instant | null;
}
/** It goes on from here; its alarm follows in the same decision. The plan is repeated for those who hear now. */
export interface DrillStarted extends Event {
  readonly type: "drill.started";
  readonly drill: string;
  readonly plan: DrillPlan;
  readonly fired_late_ms: number;
}
/** The milestone that an inject of the script waits for was reached; it is due at `due_at`. */
export interface DrillCued extends Event {
  readonly type: "drill.cued";
  readonly drill: string;
  readonly inject: string;
  readonly due_at: Instant;
}
/** Something happens in the drill. `lane`: the id of the lane that is barred to this drill's crews from now on. */
export interface DrillInjected extends Event {
  readonly type: "drill.injected";
  readonly drill: string;
  readonly inject: Inject;
  readonly lane: string | null;
  readonly fired_late_ms: number;
}
/** An observer wrote something down; about an objective with a verdict, of which the last one counts. */
export interface DrillRemarked extends Event {
  readonly type: "drill.remarked";
  readonly drill: string;
  readonly text: string;
  readonly objective: string | null;
  readonly verdict: "met" | "missed" | "partly" | null;
  readonly station: string | null;
}
/** Who of a station took part, by pseudonymous member ids; a later list replaces an earlier one. */
export interface DrillAttended extends Event {
  readonly type: "drill.attended";
  readonly drill: string;
  readonly station: string;
  readonly members: readonly string[];
}
/** It is over for `station` (None: for everybody); `needed_in` is the operation that needs its crews. */
export interface DrillBrokenOff extends Event {
  readonly type: "drill.broken_off";
  readonly drill: string;
  readonly station: string | null;
  readonly needed_in: string | null;
  readonly reason: string | null;
  readonly because: Reason | null;
}
/** It is over; its incidents close in the same decision. It can still be remarked upon, until it is signed off. */
export interface DrillEnded extends Event {
  readonly type: "drill.ended";
  readonly drill: string;
  readonly reason: string | null;
  readonly because: Reason | null;
}
/** It will not take place. */
export interface DrillCancelled extends Event {
  readonly type: "drill.cancelled";
  readonly drill: string;
  readonly reason: string | null;
}
/** A commander put their name to it: nothing of it can change any more. */
export interface DrillSignedOff extends Event {
  readonly type: "drill.signed_off";
  readonly drill: string;
  readonly score: number | null;
  readonly head: string | null;
  readonly note: string | null;
}
/** 24 h after it was signed off or cancelled it leaves the World; the log keeps it. */
export interface DrillArchived extends Event {
  readonly type: "drill.archived";
  readonly drill: string;
}
/** One signal and the incident it belongs to now; `joined` and `joined_because` are why it opened none. */
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
  readonly joined_because: Reason | null;
  readonly unread: { readonly [key: string]: string };
  readonly occurred_at: Instant | null;
  readonly reporter: string | null;
}
/** A part of what the incident needs that nobody could be sent for. */
export interface Shortfall {
  readonly need: string;
  readonly missing: number;
  readonly why: string;
}
/** From when until when the hub was away while the incident was open. */
export interface Away {
  readonly away_from: Instant;
  readonly until: Instant;
}
/** One message: `message` is its identifier. */
export interface Forwarded {
  readonly message: string;
  readonly what: "alert" | "cancel" | "update";
  readonly at: Instant;
}
/** What one target was told of an incident, newest last, and how it stands with the newest. */
export interface ForwardLine {
  readonly messages: readonly Forwarded[];
  readonly state: "acknowledged" | "due" | "taken" | "unanswered";
  readonly content: string;
  readonly tries: number;
  readonly state_at: Instant;
  readonly unanswered_at: Instant | null;
  readonly error: string | null;
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
  readonly drill: string | null;
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
  readonly away: readonly Away[];
  readonly erased_at: Instant | null;
  readonly erased_by: By | null;
  readonly unread: { readonly [key: string]: string };
  readonly signal_at: Instant | null;
  readonly old_devices: readonly (readonly [string, string])[];
  readonly share_at: Instant | null;
  readonly reports: readonly Report[];
  readonly requests: readonly string[];
  readonly looking_since: Instant | null;
  readonly graded_by_hand: boolean;
  readonly graded_because: Reason | null;
  readonly grade_proposed: number;
  readonly grade_proposed_because: Reason | null;
  readonly offered_at: Instant | null;
  readonly offered_by: By | null;
  readonly receiver_station: string | null;
  readonly scene_state: "burning" | "out" | "unclear" | "under_control" | null;
  readonly outcome: IncidentOutcome | null;
  readonly forwards: { readonly [key: string]: ForwardLine };
}
/** What an order waits because the hub was away: what began before `at` acts not before `until`, and the rungs */
export interface Wait {
  readonly at: Instant;
  readonly until: Instant;
  readonly ladder_ms: number;
}
/** A milestone that counts from when it was pressed (`dispatch.core.late_press`); the hub heard of it at `at`. */
export interface ReportedLate {
  readonly milestone: string;
  readonly at: Instant;
}
/** One unit sent to one incident, with its own milestones. State belongs here, never to the unit. */
export interface Assignment {
  readonly id: string;
  readonly incident: string;
  readonly unit: string;
  readonly station: string;
  readonly station_kind: string;
  readonly mode: string;
  readonly reason: string;
  readonly assigned_seq: number;
  readonly assigned_at: Instant;
  readonly eta_s: number | null;
  readonly legs: Legs | null;
  readonly targets: readonly TargetClock[];
  readonly exercise: boolean;
  readonly because: Reason | null;
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
  readonly waits: readonly Wait[];
  readonly stand: Stand | null;
  readonly owes_since: Instant | null;
  readonly handed_over_at: Instant | null;
  readonly estimated_at: Instant | null;
  readonly unit_name: string;
  readonly reported_late: readonly ReportedLate[];
}
/** A closed piece of road; `modes` empty: for everybody. `report`, `narrows_to_m`: see `events.RoadClosed`. */
export interface Closure {
  readonly id: string;
  readonly area: ClosureArea;
  readonly modes: readonly string[];
  readonly until: Instant | null;
  readonly by: By;
  readonly at: Instant;
  readonly reason: string | null;
  readonly report: string | null;
  readonly narrows_to_m: number | null;
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
  readonly incident: string | null;
  readonly use: string;
  readonly assignment: string | null;
  readonly station: string;
  readonly text: string;
  readonly at: Instant;
  readonly waiting: readonly string[];
  readonly dead: readonly string[];
  readonly trigger: string | null;
  readonly request: string | null;
}
/** One drill. */
export interface Drill {
  readonly id: string;
  readonly plan: DrillPlan;
  readonly planned_at: Instant;
  readonly state: "cancelled" | "ended" | "planned" | "running" | "signed_off";
  readonly starts_at: Instant | null;
  readonly started_at: Instant | null;
  readonly ended_at: Instant | null;
  readonly over_at: Instant | null;
  readonly broken_off: boolean;
  readonly incidents: readonly string[];
  readonly ordered: readonly string[];
  readonly cues: { readonly [key: string]: Instant };
  readonly injected: readonly string[];
  readonly lanes: readonly BarredLane[];
  readonly lift_lost: boolean;
  readonly left: readonly string[];
  readonly attended: { readonly [key: string]: readonly string[] };
}
/** A post check without an outcome, or a missed one whose ladder still acts (`fired` rungs have). */
export interface Check {
  readonly id: string;
  readonly station: string;
  readonly called_at: Instant;
  readonly due_at: Instant;
  readonly shift: string;
  readonly drawn: string | null;
  readonly by: By;
  readonly reason: string | null;
  readonly missed_at: Instant | null;
  readonly fired: readonly number[];
}
/** The way of assignment `id` as the traffic side was last told. */
export interface Corridor {
  readonly id: string;
  readonly unit: string;
  readonly station: string;
  readonly opened_at: Instant;
  readonly junctions: number;
  readonly length_m: number;
  readonly eta_s: number;
  readonly valid_until: Instant;
  readonly renewals: number;
  readonly renewed_at: Instant | null;
  readonly failing_since: Instant | null;
}
/** A place at a moment, within `accuracy_m` metres (None: nobody said). */
export interface Sighting {
  readonly lon: number;
  readonly lat: number;
  readonly at: Instant;
  readonly accuracy_m: number | null;
}
/** Where a unit last said it was, and when; `heard_at` the hub heard it. */
export interface Position {
  readonly lon: number;
  readonly lat: number;
  readonly at: Instant;
  readonly heard_at: Instant;
  readonly accuracy_m: number | null;
  readonly doubt: "impossible" | "inaccurate" | "late" | "stale" | null;
  readonly believed: Sighting | null;
}
/** People who took a shift over at `since`; theirs until `until`, None: until the next take it over. */
export interface Team {
  readonly shift: string;
  readonly members: readonly string[];
  readonly strength: number;
  readonly since: Instant;
  readonly until: Instant | null;
}
/** A shift that waits to be taken over; `fired` names the rungs that have acted since it was missed. */
export interface HandOver {
  readonly shift: string;
  readonly members: readonly string[];
  readonly due_at: Instant;
  readonly begins_at: Instant | null;
  readonly ends_at: Instant | null;
  readonly missed_at: Instant | null;
  readonly fired: readonly number[];
}
/** What held of a station's alert clients, said at `at`. */
export interface Presence {
  readonly present: boolean;
  readonly hidden: boolean;
  readonly sound: boolean;
  readonly battery: number | null;
  readonly at: Instant;
}
/** What is known of a station's post. What nobody said is None or empty: unknown, never zero. */
export interface Post {
  readonly station: string;
  readonly teams: readonly Team[];
  readonly reported: readonly (readonly [string, number])[];
  readonly hand_over: HandOver | null;
  readonly settled_at: Instant;
  readonly presence: Presence | null;
  readonly answered_at: Instant | null;
  readonly last_check: string | null;
  readonly last_check_at: Instant | null;
  readonly drawn: string;
  readonly not_before: Instant | null;
  readonly minimum: number | null;
  readonly faults: readonly string[] | null;
  readonly wait_until: Instant | null;
  readonly not_counted: readonly string[];
  readonly named: readonly (readonly [string, readonly string[]])[];
}
/** Chance from outside, and since when it counts. */
export interface Seed {
  readonly seed: string;
  readonly at: Instant;
}
/** An incident that `stations` without an order in it were told of. */
export interface Nearby {
  readonly id: string;
  readonly number: string;
  readonly kind: string;
  readonly grade: number;
  readonly place: Place;
  readonly at: Instant;
  readonly exercise: boolean;
  readonly stations: readonly string[];
}
/** What somebody last found of a hydrant, after its row was written: whether it `works`. */
export interface HydrantNow {
  readonly works: boolean;
  readonly at: Instant;
  readonly by: By;
  readonly incident: string | null;
}
/** Where a unit is posted (备勤), from when until when; `begun_at`: since when it counts from there. */
export interface Standby {
  readonly unit: string;
  readonly lon: number;
  readonly lat: number;
  readonly place: Place;
  readonly from_at: Instant;
  readonly until_at: Instant | null;
  readonly by: By;
  readonly reason: string | null;
  readonly begun_at: Instant | null;
}
/** A shift that waits to be accepted: who offered it and when, in their own words, what stands open, which sources */
export interface ShiftOffer {
  readonly id: string;
  readonly by: By;
  readonly at: Instant;
  readonly note: string;
  readonly incidents: readonly LeftOpen[];
  readonly shelves: readonly string[];
  readonly closures: readonly string[];
}
/** A source set aside `until` then, as `at` by whom and why. */
export interface Shelf {
  readonly source: string;
  readonly building: string | null;
  readonly until: Instant;
  readonly reason: string;
  readonly by: By;
  readonly at: Instant;
}
/** A condition that holds `since` then: in the device's words, in the `incident` that burned there. */
export interface Raised {
  readonly since: Instant;
  readonly text: string | null;
  readonly occurred_at: Instant | null;
  readonly incident: string | null;
  readonly station: string | null;
  readonly test: boolean;
  readonly verified: boolean | null;
  readonly verified_by: By | null;
  readonly verified_incident: string | null;
  readonly note: string | null;
  readonly chatters_until: Instant | null;
  readonly value: Measured | null;
}
/** A value beyond its limit `since` then, as it was when it crossed it. */
export interface Beyond {
  readonly value: number;
  readonly unit: string;
  readonly limit: number;
  readonly way: "back" | "high" | "low";
  readonly since: Instant;
  readonly station: string | null;
  readonly incident: string | null;
}
/** Switched off by a person until `until`. */
export interface Disabled {
  readonly until: Instant;
  readonly reason: string;
  readonly by: By;
  readonly at: Instant;
}
/** A device with something to say. `id` is its key; what is not known of it is None. */
export interface DeviceState {
  readonly id: string;
  readonly gateway: string | null;
  readonly address: string | null;
  readonly kind: string | null;
  readonly building: string | null;
  readonly floor: number | null;
  readonly name: string | null;
  readonly conditions: { readonly [key: string]: Raised };
  readonly beyond: { readonly [key: string]: Beyond };
  readonly silent_since: Instant | null;
  readonly disabled: Disabled | null;
}
/** A device that spoke and is in no table; `id` is its key. */
export interface UnknownDevice {
  readonly id: string;
  readonly gateway: string;
  readonly address: string | null;
  readonly kind: string | null;
  readonly text: string | null;
  readonly at: Instant;
}
/** How often a condition was raised since `since`. */
export interface Flaps {
  readonly since: Instant;
  readonly times: number;
}
/** Everything a World holds. */
export interface State {
  readonly stations: readonly Station[];
  readonly units: readonly Unit[];
  readonly buildings: readonly Building[];
  readonly alarms: readonly Alarm[];
  readonly incidents: readonly Incident[];
  readonly assignments: readonly Assignment[];
  readonly closures: readonly Closure[];
  readonly proposals: readonly Proposal[];
  readonly messages: readonly Message[];
  readonly drills: readonly Drill[];
  readonly checks: readonly Check[];
  readonly helpers: readonly Helper[];
  readonly requests: readonly Help[];
  readonly corridors: readonly Corridor[];
  readonly positions: { readonly [key: string]: Position };
  readonly off_duty: { readonly [key: string]: Instant };
  readonly rosters: { readonly [key: string]: Roster };
  readonly posts: { readonly [key: string]: Post };
  readonly seeds: { readonly [key: string]: Seed };
  readonly sites: { readonly [key: string]: Site };
  readonly beside: readonly Nearby[];
  readonly hydrants: { readonly [key: string]: HydrantNow };
  readonly standbys: { readonly [key: string]: Standby };
  readonly offers: readonly ShiftOffer[];
  readonly shelved: { readonly [key: string]: Shelf };
  readonly devices: readonly Device[];
  readonly gateways: readonly Gateway[];
  readonly filed: readonly Device[];
  readonly conditions: readonly DeviceState[];
  readonly unknown_devices: readonly UnknownDevice[];
  readonly said: { readonly [key: string]: Said };
  readonly seq: number;
  readonly at: Instant;
  readonly settings: DistrictSettings;
  readonly month: string;
  readonly last_number: number;
  readonly restated: readonly number[];
}
/** A place in a record: the record's identity, an event's number, and its chained hash (hexadecimal). */
export interface RecordPosition {
  readonly epoch: string;
  readonly seq: number;
  readonly hash: string | null;
}
/** Where this stream starts, where the log is, and why a snapshot comes first (null: none does). */
export interface Welcome {
  readonly type: "welcome";
  readonly protocol: number;
  readonly position: RecordPosition;
  readonly head: RecordPosition;
  readonly reset: "ahead" | "epoch" | "new" | "too_old" | null;
  readonly role: Role;
  readonly server_time: string;
  readonly build: string | null;
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
  readonly zh?: string;
  readonly en?: string;
  readonly at?: string;
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
/** The answer to a ping; `position` is what this stream has sent up to, with its hash, where that is at hand. */
export interface Pong {
  readonly type: "pong";
  readonly n: number;
  readonly server_time: string;
  readonly position: RecordPosition | null;
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
  readonly drill?: string | null;
  readonly key_reused?: boolean;
  readonly text_cut?: boolean;
  readonly odd?: readonly ("bad_body" | "bad_building" | "bad_burning" | "bad_coordinates" | "bad_datum" | "bad_device" | "bad_drill" | "bad_encoding" | "bad_exercise" | "bad_floor" | "bad_got_out" | "bad_hurt" | "bad_hydrant" | "bad_key" | "bad_kind" | "bad_lane" | "bad_note" | "bad_out" | "bad_place" | "bad_reporter" | "bad_room" | "bad_saw" | "bad_source" | "bad_test" | "bad_text" | "bad_time" | "bad_trapped" | "bad_under_control" | "bad_want" | "bad_water" | "clock_off" | "contradicted" | "device_disabled" | "far_from_building" | "key_reused" | "lane_far" | "lane_nowhere" | "lane_off_road" | "late" | "off_network" | "panel_test" | "perhaps_one_detector" | "rule_failed" | "swapped_coordinates" | "text_cut" | "unknown_building" | "unknown_drill" | "unknown_kind" | "unknown_source" | "unknown_want" | "unlocated" | "want_held")[];
  readonly unread?: { readonly [key: string]: string };
  readonly same_as?: string | null;
  readonly datum?: string | null;
  readonly device_kind?: string | null;
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
  readonly reason?: string | null;
}
/** It is not over. */
export interface IncidentReopen {
  readonly type: "incident.reopen";
  readonly occurred_at?: string | null;
  readonly incident: string;
  readonly reason?: string | null;
}
/** Write a line for everyone who is assigned. */
export interface AddNote {
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
/** Offer it to the brigade: to whom, in what state, and what they must know. */
export interface IncidentHandOver {
  readonly type: "incident.hand_over";
  readonly occurred_at?: string | null;
  readonly incident: string;
  readonly receiver?: string | null;
  readonly note?: string | null;
  readonly state?: "burning" | "out" | "unclear" | "under_control" | null;
}
/** Reinforcement that a crew asks for: a mode, a capability, `crew` for any micro crew, a kind of helper */
export interface WantedSent {
  readonly kind: string;
  readonly count?: number | null;
}
/** A lane that a crew found blocked: a way, or a spot in WGS-84 degrees. */
export interface BlockedLaneSent {
  readonly way?: string | null;
  readonly lon?: number | null;
  readonly lat?: number | null;
  readonly narrows_to_m?: number | null;
  readonly for_s?: number | null;
}
/** Say what was seen; nothing of it is required, and what is left out is not known. */
export interface SceneReport {
  readonly type: "scene.report";
  readonly occurred_at?: string | null;
  readonly incident: string;
  readonly assignment?: string | null;
  readonly saw?: "cannot_tell" | "fire" | "no_fire" | null;
  readonly floor?: number | null;
  readonly room?: string | null;
  readonly burning?: string | null;
  readonly trapped?: number | null;
  readonly got_out?: number | null;
  readonly hurt?: number | null;
  readonly want?: readonly WantedSent[];
  readonly lane?: BlockedLaneSent | null;
  readonly water?: "hydrant_dry" | "no_water" | null;
  readonly hydrant?: string | null;
  readonly under_control?: boolean;
  readonly out?: boolean;
  readonly note?: string | null;
  readonly odd?: readonly ("bad_body" | "bad_building" | "bad_burning" | "bad_coordinates" | "bad_datum" | "bad_device" | "bad_drill" | "bad_encoding" | "bad_exercise" | "bad_floor" | "bad_got_out" | "bad_hurt" | "bad_hydrant" | "bad_key" | "bad_kind" | "bad_lane" | "bad_note" | "bad_out" | "bad_place" | "bad_reporter" | "bad_room" | "bad_saw" | "bad_source" | "bad_test" | "bad_text" | "bad_time" | "bad_trapped" | "bad_under_control" | "bad_want" | "bad_water" | "clock_off" | "contradicted" | "device_disabled" | "far_from_building" | "key_reused" | "lane_far" | "lane_nowhere" | "lane_off_road" | "late" | "off_network" | "panel_test" | "perhaps_one_detector" | "rule_failed" | "swapped_coordinates" | "text_cut" | "unknown_building" | "unknown_drill" | "unknown_kind" | "unknown_source" | "unknown_want" | "unlocated" | "want_held")[];
  readonly unread?: { readonly [key: string]: string };
}
/** The brigade takes over, whether or not it was offered; `assignment` is the order of the crew that does. */
export interface IncidentAccept {
  readonly type: "incident.accept";
  readonly occurred_at?: string | null;
  readonly incident: string;
  readonly assignment?: string | null;
  readonly receiver?: string | null;
  readonly note?: string | null;
  readonly state?: "burning" | "out" | "unclear" | "under_control" | null;
}
/** Say what came of it, or correct it: fields that are None stay as they were, those of `unknown` are taken back. */
export interface IncidentRecordOutcome {
  readonly type: "incident.outcome";
  readonly occurred_at?: string | null;
  readonly incident: string;
  readonly cause?: "arson" | "electrical" | "embers" | "lightning" | "no_fire" | "open_flame" | "other" | "playing_with_fire" | "production" | "self_ignition" | "smoking" | "static" | "unknown" | null;
  readonly dead?: number | null;
  readonly injured?: number | null;
  readonly rescued?: number | null;
  readonly evacuated?: number | null;
  readonly area_m2?: number | null;
  readonly loss_yuan?: number | null;
  readonly water_m3?: number | null;
  readonly unknown?: readonly string[];
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
/** Ask for help of a kind; `helper` is whom to ask first. */
export interface RequestHelp {
  readonly type: "help.request";
  readonly occurred_at?: string | null;
  readonly incident: string;
  readonly kind: "call_centre" | "enterprise" | "gas" | "government" | "lift" | "machinery" | "medical" | "neighbour" | "police" | "power" | "volunteers" | "water";
  readonly helper?: string | null;
  readonly note?: string | null;
}
/** At the telephone: somebody was `reached` and told, or nobody picked up. */
export interface HelpReach {
  readonly type: "help.reach";
  readonly occurred_at?: string | null;
  readonly request: string;
  readonly ask: string;
  readonly reached?: boolean;
}
/** The helper comes; without `helper` whom was asked last. */
export interface HelpAccept {
  readonly type: "help.accept";
  readonly occurred_at?: string | null;
  readonly request: string;
  readonly helper?: string | null;
  readonly eta_s?: number | null;
  readonly note?: string | null;
}
/** It is on the way. */
export interface HelpDepart {
  readonly type: "help.depart";
  readonly occurred_at?: string | null;
  readonly request: string;
  readonly helper?: string | null;
}
/** It is there. */
export interface HelpArrive {
  readonly type: "help.arrive";
  readonly occurred_at?: string | null;
  readonly request: string;
  readonly helper?: string | null;
}
/** It did what it was asked for. */
export interface HelpFinish {
  readonly type: "help.done";
  readonly occurred_at?: string | null;
  readonly request: string;
  readonly helper?: string | null;
}
/** The helper does not come; without `helper` who accepted, else whom was asked last. */
export interface HelpRefuse {
  readonly type: "help.refuse";
  readonly occurred_at?: string | null;
  readonly request: string;
  readonly helper?: string | null;
  readonly reason?: string | null;
}
/** It is not needed any more. */
export interface HelpCancel {
  readonly type: "help.cancel";
  readonly occurred_at?: string | null;
  readonly request: string;
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
/** Say where a unit is; without a position, or at 0,0, that its receiver has no fix. */
export interface UnitReportPosition {
  readonly type: "unit.position";
  readonly occurred_at?: string | null;
  readonly unit: string;
  readonly lon?: number | null;
  readonly lat?: number | null;
  readonly datum?: string | null;
  readonly odd?: readonly ("bad_body" | "bad_building" | "bad_burning" | "bad_coordinates" | "bad_datum" | "bad_device" | "bad_drill" | "bad_encoding" | "bad_exercise" | "bad_floor" | "bad_got_out" | "bad_hurt" | "bad_hydrant" | "bad_key" | "bad_kind" | "bad_lane" | "bad_note" | "bad_out" | "bad_place" | "bad_reporter" | "bad_room" | "bad_saw" | "bad_source" | "bad_test" | "bad_text" | "bad_time" | "bad_trapped" | "bad_under_control" | "bad_want" | "bad_water" | "clock_off" | "contradicted" | "device_disabled" | "far_from_building" | "key_reused" | "lane_far" | "lane_nowhere" | "lane_off_road" | "late" | "off_network" | "panel_test" | "perhaps_one_detector" | "rule_failed" | "swapped_coordinates" | "text_cut" | "unknown_building" | "unknown_drill" | "unknown_kind" | "unknown_source" | "unknown_want" | "unlocated" | "want_held")[];
  readonly accuracy_m?: number | null;
}
/** Post a unit somewhere for a time (备勤): it counts from there `from_at` (now) `until` (ended by hand). */
export interface StandbyPost {
  readonly type: "standby.post";
  readonly occurred_at?: string | null;
  readonly unit: string;
  readonly lon?: number | null;
  readonly lat?: number | null;
  readonly building?: string | null;
  readonly text?: string | null;
  readonly from_at?: string | null;
  readonly until?: string | null;
  readonly reason?: string | null;
}
/** End a unit's posting. */
export interface StandbyEnd {
  readonly type: "standby.end";
  readonly occurred_at?: string | null;
  readonly unit: string;
}
/** What is closed: a way by its id, a circle (centre and radius in metres), or a polygon of `[lon, lat]`. */
export interface ClosureAreaSent {
  readonly way?: string | null;
  readonly lon?: number | null;
  readonly lat?: number | null;
  readonly radius_m?: number | null;
  readonly polygon?: readonly (readonly [number, number])[] | null;
  readonly levels?: "all" | "ground" | null;
}
/** Close a way, a circle or a polygon; exactly one of them in `area`. */
export interface RoadClose {
  readonly type: "road.close";
  readonly occurred_at?: string | null;
  readonly area: ClosureAreaSent;
  readonly modes?: readonly string[];
  readonly until?: string | null;
  readonly reason?: string | null;
}
/** Open what was closed. */
export interface RoadOpen {
  readonly type: "road.open";
  readonly occurred_at?: string | null;
  readonly closure: string;
}
/** Say that a hydrant works, or gives no water; the next order takes the next one. */
export interface HydrantSet {
  readonly type: "hydrant.set";
  readonly occurred_at?: string | null;
  readonly hydrant: string;
  readonly works: boolean;
  readonly reason?: string | null;
}
/** Set a panel or device aside `until` then (an hour, where nobody says), as alarms name it in `device`. */
export interface SourceShelve {
  readonly type: "source.shelve";
  readonly occurred_at?: string | null;
  readonly source: string;
  readonly reason: string;
  readonly until?: string | null;
}
/** Bring a shelved source back before its time. */
export interface SourceUnshelve {
  readonly type: "source.unshelve";
  readonly occurred_at?: string | null;
  readonly source: string;
}
/** A person looked at what a device says: it is `real` or it is not. A real fire is confirmed by it. */
export interface SignalVerify {
  readonly type: "signal.verify";
  readonly occurred_at?: string | null;
  readonly device: string;
  readonly condition: "absent" | "battery_fault" | "delayed" | "disabled" | "fault" | "feedback" | "fire" | "line_fault" | "low_battery" | "mains_fault" | "manual" | "prealarm" | "started" | "supervisory" | "tamper" | "test";
  readonly real: boolean;
  readonly note?: string | null;
}
/** Switch a device off `until` then (8 hours where nobody says, 7 days at most). Its fire is never hidden. */
export interface DeviceDisable {
  readonly type: "device.disable";
  readonly occurred_at?: string | null;
  readonly device: string;
  readonly reason: string;
  readonly until?: string | null;
}
/** Switch a device on again before its time. */
export interface DeviceEnable {
  readonly type: "device.enable";
  readonly occurred_at?: string | null;
  readonly device: string;
}
/** Say what an unknown device is and where; or say it anew of one that was filed by hand. */
export interface DeviceFile {
  readonly type: "device.file";
  readonly occurred_at?: string | null;
  readonly gateway: string;
  readonly address: string;
  readonly kind?: string | null;
  readonly building?: string | null;
  readonly floor?: number | null;
  readonly name?: string | null;
}
/** Offer the shift to the next dispatcher; `incidents`: only these open ones, all where none is named. */
export interface ShiftHandOver {
  readonly type: "shift.offer";
  readonly occurred_at?: string | null;
  readonly note: string;
  readonly incidents?: readonly string[];
}
/** Accept a shift that another dispatcher offers: `offer`, or the only one that waits. */
export interface ShiftAccept {
  readonly type: "shift.accept";
  readonly occurred_at?: string | null;
  readonly offer?: string | null;
}
/** Take one's own offer back: the shift stays. */
export interface ShiftWithdraw {
  readonly type: "shift.withdraw";
  readonly occurred_at?: string | null;
}
/** A unit is on duty. */
export interface DutyOn {
  readonly type: "duty.on";
  readonly occurred_at?: string | null;
  readonly unit: string;
  readonly members?: readonly string[];
  readonly strength?: number | null;
}
/** A unit is off duty. */
export interface DutyOff {
  readonly type: "duty.off";
  readonly occurred_at?: string | null;
  readonly unit: string;
  readonly members?: readonly string[];
  readonly strength?: number | null;
}
/** Hand a shift over; it is theirs once they take it over. */
export interface DutyHandOver {
  readonly type: "duty.hand_over";
  readonly occurred_at?: string | null;
  readonly station: string;
  readonly shift: string;
  readonly members?: readonly string[];
  readonly note?: string | null;
}
/** Take a shift over: without `shift` the one handed over, or the roster's; without `members` those it names. */
export interface DutyTakeOver {
  readonly type: "duty.take_over";
  readonly occurred_at?: string | null;
  readonly station: string;
  readonly shift?: string | null;
  readonly members?: readonly string[] | null;
  readonly strength?: number | null;
  readonly note?: string | null;
}
/** Ask a station whether it is there. */
export interface CheckCall {
  readonly type: "check.call";
  readonly occurred_at?: string | null;
  readonly station: string;
  readonly reason?: string | null;
}
/** We are here; so many people. */
export interface CheckAnswer {
  readonly type: "check.answer";
  readonly occurred_at?: string | null;
  readonly check: string;
  readonly strength?: number | null;
  readonly note?: string | null;
}
/** The check shall not count, for a reason. */
export interface CheckExcuse {
  readonly type: "check.excuse";
  readonly occurred_at?: string | null;
  readonly check: string;
  readonly reason: string;
}
/** Where: degrees, or a known building's id with a floor, or words. */
export interface DrillPlaceSent {
  readonly lon?: number | null;
  readonly lat?: number | null;
  readonly building?: string | null;
  readonly floor?: number | null;
  readonly text?: string | null;
}
/** The signal that the drill begins with, as a real one would come in. */
export interface DrillAlarmSent {
  readonly source?: string;
  readonly kind?: string;
  readonly note?: string | null;
  readonly trapped?: number | null;
}
/** What is to be shown. Timed where it names milestones and a limit; else observers judge it. */
export interface ObjectiveSent {
  readonly id: string;
  readonly text?: string;
  readonly milestone_from?: Milestone;
  readonly milestone_to?: Milestone | null;
  readonly limit_s?: number | null;
  readonly of?: "every" | "first";
  readonly kinds?: readonly string[];
  readonly weight?: number;
}
/** A promise between two milestones, in seconds, for assignments of stations of these `kinds`. */
export interface TargetSent {
  readonly name: string;
  readonly milestone_from: Milestone;
  readonly milestone_to: Milestone;
  readonly kinds: readonly string[];
  readonly limit_s: number;
  readonly zones?: readonly string[];
  readonly whose?: "anybody" | "own_building" | "own_zone";
  readonly plans?: readonly string[];
}
/** What an inject blocks: a way by its id, or a circle of at most 2 km; for `modes`, empty for all. */
export interface LaneSent {
  readonly way?: string | null;
  readonly lon?: number | null;
  readonly lat?: number | null;
  readonly radius_m?: number | null;
  readonly modes?: readonly string[];
}
/** Something that happens in the drill, `after_s` seconds after it starts, or after `upon` is first reached. */
export interface InjectSent {
  readonly id: string;
  readonly effect?: "lane_blocked" | "leader_out" | "lift_lost" | "second_fire" | "told" | "trapped_more";
  readonly after_s?: number;
  readonly upon?: Milestone | null;
  readonly text?: string;
  readonly lane?: LaneSent | null;
  readonly place?: DrillPlaceSent | null;
  readonly kind?: string;
  readonly station?: string | null;
  readonly trapped?: number | null;
}
/** A drill as it is meant to go. */
export interface DrillPlanSent {
  readonly name: string;
  readonly kind?: "duty_turnout" | "evacuation" | "fire_attack" | "joint" | "no_notice";
  readonly place: DrillPlaceSent;
  readonly alarm?: DrillAlarmSent;
  readonly stations?: readonly string[];
  readonly units?: readonly string[];
  readonly everybody?: boolean;
  readonly unannounced?: boolean;
  readonly objectives?: readonly ObjectiveSent[];
  readonly targets?: readonly TargetSent[];
  readonly injects?: readonly InjectSent[];
  readonly ends_after_s?: number;
}
/** Plan a drill; with `starts_at` (RFC 3339) it starts by itself then. */
export interface PlanDrill {
  readonly type: "drill.plan";
  readonly occurred_at?: string | null;
  readonly plan: DrillPlanSent;
  readonly starts_at?: string | null;
}
/** Begin now. */
export interface DrillStart {
  readonly type: "drill.start";
  readonly occurred_at?: string | null;
  readonly drill: string;
}
/** Have something happen: `inject` of the script by its id, or `free`, which the script does not have. */
export interface DrillInject {
  readonly type: "drill.inject";
  readonly occurred_at?: string | null;
  readonly drill: string;
  readonly inject?: string | null;
  readonly free?: InjectSent | null;
}
/** Write down what an observer saw; with a verdict about an objective. */
export interface DrillRemark {
  readonly type: "drill.remark";
  readonly occurred_at?: string | null;
  readonly drill: string;
  readonly text: string;
  readonly objective?: string | null;
  readonly verdict?: "met" | "missed" | "partly" | null;
  readonly station?: string | null;
}
/** Say which members of a station took part. */
export interface DrillAttend {
  readonly type: "drill.attend";
  readonly occurred_at?: string | null;
  readonly drill: string;
  readonly station: string;
  readonly members: readonly string[];
}
/** Stop it for everybody, or for one station. */
export interface DrillBreakOff {
  readonly type: "drill.break_off";
  readonly occurred_at?: string | null;
  readonly drill: string;
  readonly station?: string | null;
  readonly reason?: string | null;
}
/** It is over. */
export interface DrillEnd {
  readonly type: "drill.end";
  readonly occurred_at?: string | null;
  readonly drill: string;
  readonly reason?: string | null;
}
/** It will not take place. */
export interface DrillCancel {
  readonly type: "drill.cancel";
  readonly occurred_at?: string | null;
  readonly drill: string;
  readonly reason?: string | null;
}
/** Put one's name to it; `score` and `head` (`SEQ:HASH`) are what the signer saw. */
export interface DrillSignOff {
  readonly type: "drill.sign_off";
  readonly occurred_at?: string | null;
  readonly drill: string;
  readonly score?: number | null;
  readonly head?: string | null;
  readonly note?: string | null;
}
/** Where a client was: the record's identity and the last event that it has. */
export interface PositionInSent {
  readonly epoch: string;
  readonly seq: number;
  readonly hash?: string | null;
  readonly hash_seq?: number | null;
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
export interface PresenceFrame {
  readonly type: "presence";
  readonly incident: string;
  readonly doing: string;
}
/** Are you there? */
export interface Ping {
  readonly type: "ping";
  readonly n?: number;
}
export type Reason =
  | ByPlan
  | ToLook
  | Beside
  | ToLookBeside
  | ByLadder
  | ByProposal
  | ByEverybody
  | ByHand
  | ByPerson
  | ConfirmedByHand
  | MergedByHand
  | BySign
  | SuspectedFire
  | SameDevice
  | SameKey
  | SameBuilding
  | NearBy
  | NeededElsewhere
  | OthersNearer
  | LeftFor
  | IncidentOver
  | NeededInOperation
  | DrillOver
  | DrillLeft
  | DrillStopped
  | DrillDeserted
  | DrillTimeOver
  | OperationCalls
  | OrderStands
  | OtherCheck
  | OtherCheckThen
  | HubAway
  | NobodyOnDuty
  | NobodyAnswered
  | SeenOnScene
  | CannotTell
  | NothingSaid
  | NobodyLooked
  | ByGradeRule
  | AskedOnScene;
export type AnyEvent =
  | AlarmRaised
  | AlarmMerged
  | AlarmSplit
  | IncidentOpened
  | IncidentTaken
  | IncidentUpdated
  | IncidentConfirmed
  | IncidentGraded
  | GradeProposed
  | IncidentNoted
  | IncidentHandOverOffered
  | IncidentHandedOver
  | IncidentOutcomeRecorded
  | IncidentMerged
  | IncidentClosed
  | IncidentReopened
  | IncidentErased
  | IncidentArchived
  | IncidentHubAway
  | SceneReported
  | DispatchChosen
  | DispatchShortfall
  | DispatchAsked
  | DispatchMoveUp
  | DispatchContended
  | DispatchKept
  | DispatchProposed
  | DispatchSettled
  | DispatchForewarned
  | ZoneInformed
  | ZoneCleared
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
  | TargetSet
  | ArrivalEstimated
  | TargetWarned
  | TargetMissed
  | TargetMet
  | LadderClimbed
  | LadderHeld
  | LadderResumed
  | HelpRequested
  | HelpAsked
  | HelpTold
  | HelpNotTold
  | HelpAccepted
  | HelpEnRoute
  | HelpOnScene
  | HelpDone
  | HelpRefused
  | HelpUnanswered
  | HelpClimbed
  | HelpOverdue
  | HelpCancelled
  | ChannelCalled
  | ChannelSent
  | ChannelFailed
  | ChannelGivenUp
  | CorridorOpened
  | CorridorRenewed
  | CorridorFailed
  | ReportForwarded
  | CorridorWithdrawn
  | UnitPosition
  | UnitPositionStale
  | StandbyPosted
  | StandbyBegun
  | StandbyEnded
  | RoadClosed
  | RoadOpened
  | HydrantChanged
  | SourceShelved
  | SourceUnshelved
  | SignalReceived
  | SignalVerified
  | ConditionRaised
  | ConditionCleared
  | LimitCrossed
  | DeviceUnknown
  | DeviceFiled
  | DeviceSilent
  | DeviceBack
  | DeviceDisabled
  | DeviceEnabled
  | ShiftOffered
  | ShiftAccepted
  | ShiftWithdrawn
  | DutyChanged
  | DutyHandedOver
  | DutyTakenOver
  | DutyOverdue
  | DutyUnwatched
  | DutyClimbed
  | PresenceChanged
  | PostJudged
  | CheckCalled
  | CheckAnswered
  | CheckMissed
  | CheckExcused
  | CheckPostponed
  | CheckClimbed
  | CheckEnded
  | SeedDrawn
  | RegistryChanged
  | HubClockDrift
  | HubReturned
  | ClockRestated
  | RecordLost
  | TokenMade
  | TokenInvited
  | TokenRedeemed
  | TokenWithdrawn
  | DrillPlanned
  | DrillStarted
  | DrillCued
  | DrillInjected
  | DrillRemarked
  | DrillAttended
  | DrillBrokenOff
  | DrillEnded
  | DrillCancelled
  | DrillSignedOff
  | DrillArchived;
export type AnyCommand =
  | AlarmRaise
  | IncidentTake
  | IncidentUpdate
  | IncidentConfirm
  | IncidentFalseAlarm
  | IncidentGrade
  | IncidentClose
  | IncidentReopen
  | AddNote
  | IncidentSplit
  | IncidentMerge
  | IncidentHandOver
  | SceneReport
  | IncidentAccept
  | IncidentRecordOutcome
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
  | RequestHelp
  | HelpReach
  | HelpAccept
  | HelpDepart
  | HelpArrive
  | HelpFinish
  | HelpRefuse
  | HelpCancel
  | LadderHold
  | LadderResume
  | UnitReportPosition
  | StandbyPost
  | StandbyEnd
  | RoadClose
  | RoadOpen
  | HydrantSet
  | SourceShelve
  | SourceUnshelve
  | SignalVerify
  | DeviceDisable
  | DeviceEnable
  | DeviceFile
  | ShiftHandOver
  | ShiftAccept
  | ShiftWithdraw
  | DutyOn
  | DutyOff
  | DutyHandOver
  | DutyTakeOver
  | CheckCall
  | CheckAnswer
  | CheckExcuse
  | PlanDrill
  | DrillStart
  | DrillInject
  | DrillRemark
  | DrillAttend
  | DrillBreakOff
  | DrillEnd
  | DrillCancel
  | DrillSignOff;
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
  | PresenceFrame
  | Ping;
export const EVENT_TYPES = ["alarm.raised","alarm.merged","alarm.split","incident.opened","incident.taken","incident.updated","incident.confirmed","incident.graded","incident.grade_proposed","incident.noted","incident.hand_over_offered","incident.handed_over","incident.outcome_recorded","incident.merged","incident.closed","incident.reopened","incident.erased","incident.archived","incident.hub_away","scene.reported","dispatch.chosen","dispatch.shortfall","dispatch.asked","dispatch.move_up","dispatch.contended","dispatch.kept","dispatch.proposed","dispatch.settled","dispatch.forewarned","zone.informed","zone.cleared","assignment.assigned","assignment.delivered","assignment.acknowledged","assignment.en_route","assignment.on_scene","assignment.controlled","assignment.released","assignment.declined","assignment.recalled","assignment.no_answer","target.set","arrival.estimated","target.warned","target.missed","target.met","ladder.climbed","ladder.held","ladder.resumed","help.requested","help.asked","help.told","help.not_told","help.accepted","help.en_route","help.on_scene","help.done","help.refused","help.unanswered","help.climbed","help.overdue","help.cancelled","channel.called","channel.sent","channel.failed","channel.given_up","corridor.opened","corridor.renewed","corridor.failed","report.forwarded","corridor.withdrawn","unit.position","unit.position_stale","standby.posted","standby.begun","standby.ended","road.closed","road.opened","hydrant.changed","source.shelved","source.unshelved","signal.received","signal.verified","condition.raised","condition.cleared","limit.crossed","device.unknown","device.filed","device.silent","device.back","device.disabled","device.enabled","shift.offered","shift.accepted","shift.withdrawn","duty.changed","duty.handed_over","duty.taken_over","duty.overdue","duty.unwatched","duty.climbed","presence.changed","post.judged","check.called","check.answered","check.missed","check.excused","check.postponed","check.climbed","check.ended","seed.drawn","registry.changed","hub.clock_drift","hub.returned","clock.restated","record.lost","token.made","token.invited","token.redeemed","token.withdrawn","drill.planned","drill.started","drill.cued","drill.injected","drill.remarked","drill.attended","drill.broken_off","drill.ended","drill.cancelled","drill.signed_off","drill.archived"] as const;
export type EventType = (typeof EVENT_TYPES)[number];
export const STATE_LISTS = ["stations","units","buildings","alarms","incidents","assignments","closures","proposals","messages","checks","drills","helpers","requests","corridors","beside","offers","devices","gateways","filed","conditions","unknown_devices"] as const;
export const STATE_MAPS = ["positions","off_duty","rosters","posts","seeds","sites","hydrants","standbys","shelved","said"] as const;
export const STATE_SCALARS = ["seq","at","settings","month","last_number","restated"] as const;
/** Before the first event. */
export const EMPTY_STATE: State = {"stations":[],"units":[],"buildings":[],"alarms":[],"incidents":[],"assignments":[],"closures":[],"proposals":[],"messages":[],"drills":[],"checks":[],"helpers":[],"requests":[],"corridors":[],"positions":{},"off_duty":{},"rosters":{},"posts":{},"seeds":{},"sites":{},"beside":[],"hydrants":{},"standbys":{},"offers":[],"shelved":{},"devices":[],"gateways":[],"filed":[],"conditions":[],"unknown_devices":[],"said":{},"seq":0,"at":"1970-01-01T00:00:00.000Z","settings":{"name":"unnamed district","timezone":"Asia/Shanghai","targets":[{"name":"respond","milestone_from":"assigned","milestone_to":"acknowledged","kinds":["micro_unit","micro_community","small","fire"],"limit_s":60,"zones":[],"whose":"anybody","plans":[]},{"name":"arrive","milestone_from":"assigned","milestone_to":"on_scene","kinds":["micro_unit","micro_community"],"limit_s":60,"zones":[],"whose":"own_building","plans":[]},{"name":"arrive","milestone_from":"assigned","milestone_to":"on_scene","kinds":["micro_unit","micro_community"],"limit_s":180,"zones":[],"whose":"anybody","plans":[]},{"name":"arrive","milestone_from":"assigned","milestone_to":"on_scene","kinds":["small","fire"],"limit_s":300,"zones":[],"whose":"anybody","plans":[]},{"name":"handle","milestone_from":"assigned","milestone_to":"controlled","kinds":["micro_unit","micro_community"],"limit_s":180,"zones":[],"whose":"anybody","plans":[]}],"ladder":[{"trigger":"undelivered","after_s":3,"action":"next_unit"},{"trigger":"unacknowledged","after_s":15,"action":"alert_again"},{"trigger":"unacknowledged","after_s":30,"action":"next_unit"},{"trigger":"missed_arrive","after_s":0,"action":"next_unit"},{"trigger":"missed_arrive","after_s":0,"action":"fire_station"},{"trigger":"missed_hand_over","after_s":0,"action":"alert_again"},{"trigger":"missed_hand_over","after_s":120,"action":"duty_officer"}],"plans":[{"name":"rescue, grade 4","needs":[{"count":4,"station_kinds":["micro_unit","micro_community"],"modes":[],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]},{"count":5,"station_kinds":[],"modes":["engine"],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]}],"suspected":[],"kinds":["rescue","lift","flood","collapse","traffic","gas_leak","water_rescue","hazmat"],"building_kinds":[],"buildings":[],"zones":[],"grade_from":4,"height_from_m":0.0,"floor_from":null,"hours":"","helpers":["medical","police"]},{"name":"rescue, grade 3","needs":[{"count":3,"station_kinds":["micro_unit","micro_community"],"modes":[],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]},{"count":3,"station_kinds":[],"modes":["engine"],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]}],"suspected":[],"kinds":["rescue","lift","flood","collapse","traffic","gas_leak","water_rescue","hazmat"],"building_kinds":[],"buildings":[],"zones":[],"grade_from":3,"height_from_m":0.0,"floor_from":null,"hours":"","helpers":["medical"]},{"name":"lift","needs":[{"count":1,"station_kinds":["micro_unit","micro_community"],"modes":[],"capabilities":[],"first":"building","within_s":null,"prefers":[]},{"count":1,"station_kinds":[],"modes":["engine"],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]}],"suspected":[],"kinds":["lift"],"building_kinds":[],"buildings":[],"zones":[],"grade_from":1,"height_from_m":0.0,"floor_from":null,"hours":"","helpers":["lift"]},{"name":"flood","needs":[{"count":2,"station_kinds":["micro_unit","micro_community"],"modes":[],"capabilities":[],"first":"building","within_s":null,"prefers":[]},{"count":1,"station_kinds":[],"modes":["engine"],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]}],"suspected":[],"kinds":["flood"],"building_kinds":[],"buildings":[],"zones":[],"grade_from":1,"height_from_m":0.0,"floor_from":null,"hours":"","helpers":[]},{"name":"collapse","needs":[{"count":2,"station_kinds":["micro_unit","micro_community"],"modes":[],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]},{"count":2,"station_kinds":[],"modes":["engine"],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]}],"suspected":[],"kinds":["collapse"],"building_kinds":[],"buildings":[],"zones":[],"grade_from":1,"height_from_m":0.0,"floor_from":null,"hours":"","helpers":["medical","machinery"]},{"name":"traffic","needs":[{"count":1,"station_kinds":["micro_unit","micro_community"],"modes":[],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]},{"count":1,"station_kinds":[],"modes":["engine"],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]}],"suspected":[],"kinds":["traffic"],"building_kinds":[],"buildings":[],"zones":[],"grade_from":1,"height_from_m":0.0,"floor_from":null,"hours":"","helpers":["police","medical"]},{"name":"gas leak","needs":[{"count":1,"station_kinds":["micro_unit","micro_community"],"modes":[],"capabilities":[],"first":"building","within_s":null,"prefers":[]},{"count":2,"station_kinds":[],"modes":["engine"],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]}],"suspected":[],"kinds":["gas_leak"],"building_kinds":[],"buildings":[],"zones":[],"grade_from":1,"height_from_m":0.0,"floor_from":null,"hours":"","helpers":["gas"]},{"name":"water rescue","needs":[{"count":1,"station_kinds":["micro_unit","micro_community"],"modes":[],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]},{"count":1,"station_kinds":[],"modes":["engine"],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]}],"suspected":[],"kinds":["water_rescue"],"building_kinds":[],"buildings":[],"zones":[],"grade_from":1,"height_from_m":0.0,"floor_from":null,"hours":"","helpers":["medical"]},{"name":"hazmat","needs":[{"count":2,"station_kinds":[],"modes":["engine"],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]}],"suspected":[],"kinds":["hazmat"],"building_kinds":[],"buildings":[],"zones":[],"grade_from":1,"height_from_m":0.0,"floor_from":null,"hours":"","helpers":["medical"]},{"name":"rescue","needs":[{"count":1,"station_kinds":["micro_unit","micro_community"],"modes":[],"capabilities":[],"first":"building","within_s":null,"prefers":[]},{"count":1,"station_kinds":[],"modes":["engine"],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]}],"suspected":[],"kinds":["rescue","lift","flood","collapse","traffic","gas_leak","water_rescue","hazmat"],"building_kinds":[],"buildings":[],"zones":[],"grade_from":1,"height_from_m":0.0,"floor_from":null,"hours":"","helpers":[]},{"name":"grade 5","needs":[{"count":4,"station_kinds":["micro_unit","micro_community"],"modes":[],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]},{"count":8,"station_kinds":[],"modes":["engine"],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]},{"count":2,"station_kinds":[],"modes":["aerial"],"capabilities":[],"first":"nearest","within_s":null,"prefers":["reach>=floor"]}],"suspected":[],"kinds":[],"building_kinds":[],"buildings":[],"zones":[],"grade_from":5,"height_from_m":0.0,"floor_from":null,"hours":"","helpers":[]},{"name":"grade 4","needs":[{"count":4,"station_kinds":["micro_unit","micro_community"],"modes":[],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]},{"count":6,"station_kinds":[],"modes":["engine"],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]},{"count":2,"station_kinds":[],"modes":["aerial"],"capabilities":[],"first":"nearest","within_s":null,"prefers":["reach>=floor"]}],"suspected":[],"kinds":[],"building_kinds":[],"buildings":[],"zones":[],"grade_from":4,"height_from_m":0.0,"floor_from":null,"hours":"","helpers":[]},{"name":"grade 3","needs":[{"count":3,"station_kinds":["micro_unit","micro_community"],"modes":[],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]},{"count":4,"station_kinds":[],"modes":["engine"],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]},{"count":1,"station_kinds":[],"modes":["aerial"],"capabilities":[],"first":"nearest","within_s":null,"prefers":["reach>=floor"]}],"suspected":[],"kinds":[],"building_kinds":[],"buildings":[],"zones":[],"grade_from":3,"height_from_m":0.0,"floor_from":null,"hours":"","helpers":[]},{"name":"grade 2, high","needs":[{"count":2,"station_kinds":["micro_unit","micro_community"],"modes":[],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]},{"count":2,"station_kinds":[],"modes":["engine"],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]},{"count":1,"station_kinds":[],"modes":["aerial"],"capabilities":[],"first":"nearest","within_s":null,"prefers":["reach>=floor"]}],"suspected":[],"kinds":[],"building_kinds":[],"buildings":[],"zones":[],"grade_from":2,"height_from_m":24.0,"floor_from":null,"hours":"","helpers":["lift"]},{"name":"grade 2","needs":[{"count":2,"station_kinds":["micro_unit","micro_community"],"modes":[],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]},{"count":2,"station_kinds":[],"modes":["engine"],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]}],"suspected":[],"kinds":[],"building_kinds":[],"buildings":[],"zones":[],"grade_from":2,"height_from_m":0.0,"floor_from":null,"hours":"","helpers":[]},{"name":"default","needs":[{"count":2,"station_kinds":["micro_unit","micro_community"],"modes":[],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]},{"count":1,"station_kinds":[],"modes":["engine"],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]}],"suspected":[],"kinds":[],"building_kinds":[],"buildings":[],"zones":[],"grade_from":1,"height_from_m":0.0,"floor_from":null,"hours":"","helpers":[]}],"turnout_s":{"micro_unit":45,"micro_community":45,"small":60,"fire":60},"ladder_max_units":8,"joining":{"building_s":1800,"near_m":60,"near_s":180},"sharing":{"hold_back":0,"divert_gain_s":60,"divert_after_s":10},"channels":[],"phones":{},"duty":{"shifts":[{"name":"day","begin":"08:00","end":"20:00"},{"name":"night","begin":"20:00","end":"08:00"},{"name":"whole_day","begin":"08:00","end":"08:00"}],"take_over_within_s":900,"early_s":3600,"ladder":[{"after_s":0,"action":"alert_again"},{"after_s":120,"action":"other_channel"},{"after_s":300,"action":"parent_station"},{"after_s":900,"action":"duty_officer"}]},"checks":{"every_days":0,"windows":["08:00-08:00"],"answer_within_s":180,"postpone_s":1800,"ladder":[{"after_s":0,"action":"alert_again"},{"after_s":120,"action":"other_channel"},{"after_s":300,"action":"parent_station"},{"after_s":900,"action":"duty_officer"}]},"readiness":{"minimum":{"micro_unit":1,"micro_community":3},"beside_within_s":180,"ready_from":80,"check_holds_days":30},"outage":{"after_s":10,"grace_s":30},"personal_days":0,"signals":{"late_after_s":900,"believed_within_m":500,"mirrors":[],"witnesses":[["detector","detector"],["detector","call_point"],["detector","flow"],["detector","video"],["video","call_point"],["video","flow"],["video","video"],["gas","gas"]],"chatters_above":6},"helpers":{"accept_within_s":60,"officer_after_s":180,"arrive_within_s":1800,"sender":"onethree"},"look":{"within_s":60},"grading":{"rules":[{"id":"very_many_trapped","grade":5,"zh":"被困 30 人以上","en":"30 people or more are trapped","source":"火警和应急救援分级规定（试行）；人数界限参照《生产安全事故报告和调查处理条例》（国务院令第493号）第三条","clause":"五级：有大量人员伤亡或被困","confidence":"C","of":"fire","kinds":[],"trapped_from":30,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":[],"detectors_from":null,"confirmed":false,"hours":""},{"id":"many_trapped","grade":4,"zh":"被困 10 人以上","en":"10 people or more are trapped","source":"火警和应急救援分级规定（试行）；人数界限参照《生产安全事故报告和调查处理条例》（国务院令第493号）第三条","clause":"四级：有较多人员伤亡或被困","confidence":"C","of":"any","kinds":[],"trapped_from":10,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":[],"detectors_from":null,"confirmed":false,"hours":""},{"id":"some_trapped","grade":3,"zh":"被困 3 人以上","en":"3 people or more are trapped","source":"火警和应急救援分级规定（试行）；人数界限参照《生产安全事故报告和调查处理条例》（国务院令第493号）第三条","clause":"三级：有少量人员伤亡或被困","confidence":"C","of":"any","kinds":[],"trapped_from":3,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":[],"detectors_from":null,"confirmed":false,"hours":""},{"id":"very_high_building","grade":3,"zh":"超高层建筑火警（100 m 以上）","en":"a fire in a building of 100 m or more","source":"本系统的规划假定，由各区按实际修订","clause":"超高层灭火救援困难，比照三级","confidence":"D","of":"fire","kinds":[],"trapped_from":null,"height_from_m":100.0,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":[],"detectors_from":null,"confirmed":true,"hours":""},{"id":"asleep","grade":3,"zh":"夜间住宿场所火警","en":"a fire at night where people sleep","source":"本系统的规划假定，由各区按实际修订","clause":"夜间人员疏散困难，比照三级","confidence":"D","of":"fire","kinds":[],"trapped_from":null,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":["hotel","hospital","nursing_home","social_facility","dormitory"],"detectors_from":null,"confirmed":true,"hours":"22:00-06:00"},{"id":"several_detectors_high","grade":3,"zh":"高层建筑 4 个以上探测器报警","en":"4 detectors or more in a high building","source":"本系统的规划假定，由各区按实际修订","clause":"多个探测器表明燃烧面积较大，比照三级：高层建筑","confidence":"D","of":"fire","kinds":[],"trapped_from":null,"height_from_m":24.0,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":[],"detectors_from":4,"confirmed":true,"hours":""},{"id":"several_detectors_crowded","grade":3,"zh":"人员密集、地下或危险品场所 4 个以上探测器报警","en":"4 detectors or more in a crowded, underground or dangerous place","source":"本系统的规划假定，由各区按实际修订","clause":"多个探测器表明燃烧面积较大，比照三级：人员密集、地下、危险品场所","confidence":"D","of":"fire","kinds":[],"trapped_from":null,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":["mall","complex","market","supermarket","retail","hotel","restaurant","bar","ktv","cinema","theatre","hospital","clinic","nursing_home","social_facility","school","kindergarten","university","college","dormitory","library","museum","stadium","sports_hall","civic","station","train_station","airport","transportation","church","temple","mosque","religious","underground","subway","metro","tunnel","basement","parking_underground","gas_station","fuel","chemical","hazmat","refinery","storage_tank","fireworks","gas_storage"],"detectors_from":4,"confirmed":true,"hours":""},{"id":"few_trapped","grade":2,"zh":"有人被困","en":"people are trapped","source":"火警和应急救援分级规定（试行）","clause":"二级：有较少人员伤亡或被困","confidence":"B","of":"any","kinds":[],"trapped_from":1,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":[],"detectors_from":null,"confirmed":false,"hours":""},{"id":"high_building","grade":2,"zh":"高层建筑火警","en":"a fire in a high building","source":"火警和应急救援分级规定（试行）","clause":"二级：燃烧面积较小的高层建筑火警；24 m 为 GB 50016 高层公共建筑的界限","confidence":"B","of":"fire","kinds":[],"trapped_from":null,"height_from_m":24.0,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":[],"detectors_from":null,"confirmed":true,"hours":""},{"id":"high_by_storeys","grade":2,"zh":"高层建筑火警（按层数）","en":"a fire in a building of 9 storeys or more","source":"火警和应急救援分级规定（试行）","clause":"二级：燃烧面积较小的高层建筑火警；高度不明时按 9 层约 27 m 推算","confidence":"C","of":"fire","kinds":[],"trapped_from":null,"height_from_m":null,"storeys_from":9,"floor_from":null,"floor_to":null,"building_kinds":[],"detectors_from":null,"confirmed":true,"hours":""},{"id":"high_floor","grade":2,"zh":"9 层以上起火","en":"a fire on the 9th floor or above","source":"火警和应急救援分级规定（试行）","clause":"二级：燃烧面积较小的高层建筑火警；建筑不明时按所报楼层推算","confidence":"C","of":"fire","kinds":[],"trapped_from":null,"height_from_m":null,"storeys_from":null,"floor_from":9,"floor_to":null,"building_kinds":[],"detectors_from":null,"confirmed":true,"hours":""},{"id":"underground_floor","grade":2,"zh":"地下起火","en":"a fire underground","source":"火警和应急救援分级规定（试行）","clause":"二级：燃烧面积较小的地下建筑火警","confidence":"B","of":"fire","kinds":[],"trapped_from":null,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":-1,"building_kinds":[],"detectors_from":null,"confirmed":true,"hours":""},{"id":"underground_place","grade":2,"zh":"地下建筑火警","en":"a fire in an underground building","source":"火警和应急救援分级规定（试行）","clause":"二级：燃烧面积较小的地下建筑火警","confidence":"B","of":"fire","kinds":[],"trapped_from":null,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":["underground","subway","metro","tunnel","basement","parking_underground"],"detectors_from":null,"confirmed":true,"hours":""},{"id":"crowded_place","grade":2,"zh":"人员密集场所火警","en":"a fire in a crowded place","source":"火警和应急救援分级规定（试行）","clause":"二级：燃烧面积较小的人员密集场所火警","confidence":"B","of":"fire","kinds":[],"trapped_from":null,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":["mall","complex","market","supermarket","retail","hotel","restaurant","bar","ktv","cinema","theatre","hospital","clinic","nursing_home","social_facility","school","kindergarten","university","college","dormitory","library","museum","stadium","sports_hall","civic","station","train_station","airport","transportation","church","temple","mosque","religious"],"detectors_from":null,"confirmed":true,"hours":""},{"id":"hazardous_place","grade":2,"zh":"易燃易爆危险品场所火警","en":"a fire where dangerous goods are","source":"火警和应急救援分级规定（试行）","clause":"二级：燃烧面积较小的易燃易爆危险品场所火警","confidence":"B","of":"fire","kinds":[],"trapped_from":null,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":["gas_station","fuel","chemical","hazmat","refinery","storage_tank","fireworks","gas_storage"],"detectors_from":null,"confirmed":true,"hours":""},{"id":"important_place","grade":2,"zh":"重要场所火警","en":"a fire in an important place","source":"火警和应急救援分级规定（试行）","clause":"二级：燃烧面积较小的重要场所火警","confidence":"B","of":"fire","kinds":[],"trapped_from":null,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":["heritage","historic","monument","government","archive","data_centre","power_station","substation"],"detectors_from":null,"confirmed":true,"hours":""},{"id":"several_detectors","grade":2,"zh":"4 个以上探测器报警","en":"4 detectors or more","source":"本系统的规划假定，由各区按实际修订","clause":"多个探测器表明燃烧面积大，比照二级：燃烧面积大的普通建筑火警","confidence":"D","of":"fire","kinds":[],"trapped_from":null,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":[],"detectors_from":4,"confirmed":true,"hours":""},{"id":"dangerous_goods","grade":2,"zh":"危险化学品或燃气泄漏","en":"dangerous goods or gas leak","source":"火警和应急救援分级规定（试行）","clause":"应急救援二级：少量危险化学品泄漏","confidence":"B","of":"rescue","kinds":["hazmat","gas_leak"],"trapped_from":null,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":[],"detectors_from":null,"confirmed":false,"hours":""},{"id":"collapse","grade":2,"zh":"建筑物倒塌","en":"a building has collapsed","source":"火警和应急救援分级规定（试行）","clause":"应急救援二级：较大型建筑物倒塌；规模不明时从严","confidence":"C","of":"rescue","kinds":["collapse"],"trapped_from":null,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":[],"detectors_from":null,"confirmed":false,"hours":""}],"rising":"send"},"capabilities":[],"hand_over_within_s":180,"modes":{},"positions":{"stale_after_s":900,"accurate_within_m":300,"fastest_mps":60},"corridor":{"url":"","secret_file":"corridor-secret","renew_every_s":15,"min_change_s":5},"forward":[]},"month":"","last_number":0,"restated":[]};
/** The statuses of problems, by their code (the last part of `type`). */
export const PROBLEM_STATUS = {"malformed":400,"unauthorized":401,"forbidden":403,"not_found":404,"wrong_state":409,"id_reused":409,"too_large":413,"unsupported_encoding":415,"unusable":422,"too_many":429,"internal":500,"rule_failed":500,"log_unavailable":503,"tokens_unavailable":503,"standby":503,"watch_stalled":503,"not_ready":503} as const;
export type ProblemCode = keyof typeof PROBLEM_STATUS;
/** The largest body of an import, in bytes. */
export const IMPORT_BYTES = 8388608;
/** What an event that was stored by an older hub may lack: by type, or by the name of what is in it. */
export interface Shape {
  readonly defaults: { readonly [field: string]: unknown };
  readonly nested: { readonly [field: string]: string };
}
export const SHAPES: { readonly [name: string]: Shape } = {"By":{"defaults":{"station":null},"nested":{}},"Event":{"defaults":{"v":1,"cause":null,"incident":null,"exercise":false,"to":[]},"nested":{"by":"By"}},"Place":{"defaults":{"lon":null,"lat":null,"building":null,"floor":null,"text":null},"nested":{}},"alarm.raised":{"defaults":{"number":"","device":null,"occurred_at":null,"reporter":null,"trapped":null,"note":null,"test":false,"flags":[],"drill":null,"unread":{},"datum":null},"nested":{"place":"Place"}},"by_hand":{"defaults":{"words":null},"nested":{}},"by_person":{"defaults":{"words":null},"nested":{}},"confirmed_by_hand":{"defaults":{"words":null},"nested":{}},"merged_by_hand":{"defaults":{"words":null},"nested":{}},"needed_in_operation":{"defaults":{"incident":null},"nested":{}},"alarm.merged":{"defaults":{"because":null},"nested":{}},"incident.opened":{"defaults":{"trapped":null,"test":false,"flags":[],"drill":null,"unread":{},"signal_at":null,"because":null},"nested":{"place":"Place"}},"incident.updated":{"defaults":{"place":null,"kind":null,"trapped":null,"flags":[]},"nested":{"place":"Place"}},"incident.confirmed":{"defaults":{"because":null},"nested":{}},"incident.graded":{"defaults":{"reason":null,"because":null},"nested":{}},"incident.noted":{"defaults":{"occurred_at":null},"nested":{}},"incident.hand_over_offered":{"defaults":{"station":null,"receiver":null,"state":null,"note":null,"flags":[],"occurred_at":null},"nested":{}},"incident.handed_over":{"defaults":{"note":null,"occurred_at":null,"station":null,"unit":null,"givers":[],"state":null,"offered_at":null,"flags":[],"settles":[]},"nested":{}},"IncidentOutcome":{"defaults":{"cause":null,"dead":null,"injured":null,"rescued":null,"evacuated":null,"area_m2":null,"loss_yuan":null,"water_m3":null},"nested":{}},"incident.outcome_recorded":{"defaults":{"before":null},"nested":{"outcome":"IncidentOutcome","before":"IncidentOutcome"}},"incident.merged":{"defaults":{"because":null},"nested":{}},"incident.closed":{"defaults":{"note":null,"because":null,"not_handed_over":null},"nested":{}},"incident.reopened":{"defaults":{"reason":null},"nested":{}},"incident.erased":{"defaults":{"in_clear":0,"setting":null},"nested":{}},"incident.hub_away":{"defaults":{"reason":"stopped","orders":[],"requests":[]},"nested":{"orders":"OrderWait"}},"Wanted":{"defaults":{"count":null},"nested":{}},"BlockedLane":{"defaults":{"way":null,"lon":null,"lat":null,"narrows_to_m":null,"for_s":null},"nested":{}},"Said":{"defaults":{"saw":null,"floor":null,"room":null,"burning":null,"trapped":null,"got_out":null,"hurt":null,"want":[],"lane":null,"water":null,"hydrant":null,"under_control":false,"out":false,"note":null,"unread":{}},"nested":{"want":"Wanted","lane":"BlockedLane"}},"ClosureArea":{"defaults":{"way":null,"lon":null,"lat":null,"radius_m":null,"polygon":null,"levels":null},"nested":{}},"BarredLane":{"defaults":{"modes":[]},"nested":{"area":"ClosureArea"}},"scene.reported":{"defaults":{"assignment":null,"unit":null,"station":null,"flags":[],"contradicts":[],"advice":null,"occurred_at":null,"bars":null},"nested":{"said":"Said","bars":"BarredLane"}},"Considered":{"defaults":{"not_ready":[],"cautions":[],"at_station":false},"nested":{"legs":"Legs"}},"dispatch.chosen":{"defaults":{"closures":[],"because":null},"nested":{"considered":"Considered"}},"dispatch.asked":{"defaults":{"phone":null},"nested":{}},"Move":{"defaults":{},"nested":{"legs":"Legs"}},"dispatch.proposed":{"defaults":{},"nested":{"moves":"Move"}},"dispatch.settled":{"defaults":{"reason":null},"nested":{}},"dispatch.forewarned":{"defaults":{"because":null},"nested":{}},"zone.informed":{"defaults":{},"nested":{"place":"Place"}},"Note":{"defaults":{},"nested":{"by":"By"}},"Building":{"defaults":{"storeys":null,"height_m":null,"kind":"","zone":"","entrance_lon":null,"entrance_lat":null,"fire_lift":null,"area_m2":null},"nested":{}},"OrderSoFar":{"defaults":{"acknowledged_at":null,"en_route_at":null,"on_scene_at":null,"controlled_at":null,"unit_name":""},"nested":{}},"Ask":{"defaults":{"line":0,"told_at":null,"failed_at":null,"refused_at":null,"call_off_at":null,"called_off_at":null},"nested":{}},"Help":{"defaults":{"exercise":false,"outside":true,"wanted":null,"note":null,"because":null,"asks":[],"helper":null,"name":"","eta_s":null,"accepted_at":null,"en_route_at":null,"on_scene_at":null,"overdue_at":null,"officer_at":null,"unanswered_at":null,"unanswered":null,"ending":null,"ended_at":null,"wait_until":null,"expected_at":null},"nested":{"asks":"Ask"}},"Entrance":{"defaults":{"name":"","serves":["crew","engine"],"width_m":null},"nested":{}},"Ground":{"defaults":{"length_m":null,"width_m":null,"bearing_t":null,"slope_percent":null,"state":null},"nested":{}},"Hydrant":{"defaults":{"building":"","state":null,"pressure_mpa":null,"inspected":null},"nested":{}},"PlanStep":{"defaults":{"role":"everybody"},"nested":{}},"Site":{"defaults":{"responsible":"","warden":"","control_room":"","control_room_phone":"","keys":"","pump_room":"","entrance":"","lifts":null,"fire_lifts":null,"hazards":[],"plan":"","reviewed":null,"entrances":[],"grounds":[],"hydrants":[],"assistance":[],"steps":[]},"nested":{"entrances":"Entrance","grounds":"Ground","hydrants":"Hydrant","assistance":"Assistance","steps":"PlanStep"}},"Report":{"defaults":{"assignment":null,"unit":null,"flags":[],"contradicts":[],"advice":null,"occurred_at":null},"nested":{"by":"By","said":"Said"}},"Call":{"defaults":{"device":null,"reporter":null,"note":null},"nested":{}},"RecordSoFar":{"defaults":{"opened_at":null,"building":null,"orders":[],"flags":[],"unread":{},"signal_at":null,"requests":[],"site":null,"reports":[],"offered_at":null,"handed_over_at":null,"calls":[]},"nested":{"notes":"Note","building":"Building","orders":"OrderSoFar","requests":"Help","site":"Site","reports":"Report","calls":"Call"}},"Stand":{"defaults":{"entrance":null,"ground":null,"hydrant":null},"nested":{"entrance":"Entrance","ground":"Ground","hydrant":"Hydrant"}},"assignment.assigned":{"defaults":{"trapped":null,"not_ready":[],"because":null,"stand":null,"unit_name":""},"nested":{"legs":"Legs","targets":"TargetClock","place":"Place","record":"RecordSoFar","stand":"Stand"}},"assignment.acknowledged":{"defaults":{"occurred_at":null,"counts_from":null},"nested":{}},"assignment.en_route":{"defaults":{"occurred_at":null,"counts_from":null},"nested":{}},"assignment.on_scene":{"defaults":{"occurred_at":null,"counts_from":null},"nested":{}},"assignment.controlled":{"defaults":{"occurred_at":null,"counts_from":null},"nested":{}},"assignment.released":{"defaults":{"occurred_at":null,"counts_from":null,"reason":null,"because":null},"nested":{}},"assignment.declined":{"defaults":{"occurred_at":null,"counts_from":null,"reason":null},"nested":{}},"assignment.recalled":{"defaults":{"reason":null,"because":null},"nested":{}},"target.warned":{"defaults":{"predicted_late_s":null},"nested":{}},"target.met":{"defaults":{"heard_late_ms":0},"nested":{}},"ladder.climbed":{"defaults":{"count":1,"fired_late_ms":0},"nested":{}},"ladder.held":{"defaults":{"reason":null},"nested":{}},"ladder.resumed":{"defaults":{"reason":null,"ladder_ms":0},"nested":{}},"help.requested":{"defaults":{"outside":true,"wanted":null,"note":null,"reason":"","because":null},"nested":{}},"help.asked":{"defaults":{"line":0,"fired_late_ms":0},"nested":{}},"help.told":{"defaults":{"call_off":false,"tries":1},"nested":{}},"help.not_told":{"defaults":{"call_off":false,"tries":1,"error":""},"nested":{}},"help.accepted":{"defaults":{"eta_s":null,"note":null,"expected_at":null},"nested":{}},"help.en_route":{"defaults":{"occurred_at":null},"nested":{}},"help.on_scene":{"defaults":{"occurred_at":null},"nested":{}},"help.done":{"defaults":{"occurred_at":null},"nested":{}},"help.refused":{"defaults":{"reason":null},"nested":{}},"help.unanswered":{"defaults":{"fired_late_ms":0},"nested":{}},"help.climbed":{"defaults":{"fired_late_ms":0},"nested":{}},"help.overdue":{"defaults":{"fired_late_ms":0},"nested":{}},"help.cancelled":{"defaults":{"reason":null,"because":null},"nested":{}},"channel.called":{"defaults":{"trigger":null,"request":null},"nested":{}},"report.forwarded":{"defaults":{"tries":0,"content":"","took_ms":null,"error":null},"nested":{}},"corridor.withdrawn":{"defaults":{"renewals":0,"told":true},"nested":{}},"unit.position":{"defaults":{"occurred_at":null,"datum":null,"flags":[],"accuracy_m":null,"doubt":null},"nested":{}},"standby.posted":{"defaults":{"until_at":null,"reason":null},"nested":{"place":"Place"}},"standby.begun":{"defaults":{"fired_late_ms":0},"nested":{}},"standby.ended":{"defaults":{"over":true,"fired_late_ms":0},"nested":{}},"road.closed":{"defaults":{"modes":[],"until":null,"reason":null,"pieces":null,"report":null,"narrows_to_m":null},"nested":{"area":"ClosureArea"}},"road.opened":{"defaults":{"expired":false},"nested":{}},"hydrant.changed":{"defaults":{"reason":null},"nested":{}},"source.shelved":{"defaults":{"building":null},"nested":{}},"source.unshelved":{"defaults":{"why":"by_hand"},"nested":{}},"signal.received":{"defaults":{"raw":null,"kind":null,"text":null,"operation":null,"operator":null,"raised":[],"cleared":[],"measured":[],"test":false,"occurred_at":null,"sent_at":null,"unread":{}},"nested":{"measured":"Measured"}},"signal.verified":{"defaults":{"note":null},"nested":{}},"condition.raised":{"defaults":{"address":null,"kind":null,"building":null,"floor":null,"name":null,"text":null,"station":null,"owner":null,"value":null,"test":false,"occurred_at":null,"disabled":false,"chatters_until":null,"why":"signal"},"nested":{"value":"Measured"}},"condition.cleared":{"defaults":{"why":"signal"},"nested":{}},"limit.crossed":{"defaults":{"gateway":"","address":null,"kind":null,"building":null,"floor":null,"name":null,"station":null,"owner":null},"nested":{}},"device.unknown":{"defaults":{"address":null,"kind":null,"text":null},"nested":{}},"Device":{"defaults":{"gateway":null,"address":null,"building":null,"floor":null,"zone":null,"name":null,"camera":null,"owner":null,"station":null,"mirror_of":null,"low":null,"high":null,"hysteresis":null,"silent_after_s":0},"nested":{}},"device.filed":{"defaults":{},"nested":{"row":"Device"}},"device.silent":{"defaults":{"gateway":"","address":null,"kind":null,"building":null,"floor":null,"name":null,"station":null,"owner":null},"nested":{}},"device.disabled":{"defaults":{"gateway":"","address":null,"kind":null,"building":null,"floor":null,"name":null,"station":null},"nested":{}},"device.enabled":{"defaults":{"expired":false},"nested":{}},"LeftOpen":{"defaults":{"trapped":null,"taken_by":null,"coming":0,"unanswered":0,"on_scene":0},"nested":{"taken_by":"By"}},"shift.offered":{"defaults":{"incidents":[],"shelves":[],"closures":[]},"nested":{"incidents":"LeftOpen"}},"shift.accepted":{"defaults":{},"nested":{"offered_by":"By"}},"shift.withdrawn":{"defaults":{"replaced":false},"nested":{}},"duty.changed":{"defaults":{"members":[],"strength":null},"nested":{}},"duty.handed_over":{"defaults":{"begins_at":null,"ends_at":null,"note":null},"nested":{}},"duty.taken_over":{"defaults":{"begins_at":null,"ends_at":null,"note":null},"nested":{}},"duty.overdue":{"defaults":{"begins_at":null,"ends_at":null,"fired_late_ms":0},"nested":{}},"duty.climbed":{"defaults":{"told":null,"fired_late_ms":0},"nested":{}},"presence.changed":{"defaults":{"hidden":false,"sound":true,"battery":null},"nested":{}},"post.judged":{"defaults":{"minimum":null,"faults":null,"not_counted":[]},"nested":{}},"check.called":{"defaults":{"shift":"","drawn":null,"reason":null},"nested":{}},"check.answered":{"defaults":{"strength":null,"note":null,"occurred_at":null},"nested":{}},"check.missed":{"defaults":{"fired_late_ms":0},"nested":{}},"check.excused":{"defaults":{"drawn":null,"because":null},"nested":{}},"check.postponed":{"defaults":{"because":null},"nested":{}},"check.climbed":{"defaults":{"told":null,"fired_late_ms":0},"nested":{}},"check.ended":{"defaults":{"because":null},"nested":{}},"Target":{"defaults":{"zones":[],"whose":"anybody","plans":[]},"nested":{}},"Need":{"defaults":{"station_kinds":[],"modes":[],"capabilities":[],"first":"nearest","within_s":null,"prefers":[]},"nested":{}},"Plan":{"defaults":{"suspected":[],"kinds":[],"building_kinds":[],"buildings":[],"zones":[],"grade_from":1,"height_from_m":0.0,"floor_from":null,"hours":"","helpers":[]},"nested":{"needs":"Need","suspected":"Need"}},"Joining":{"defaults":{"building_s":1800,"near_m":60,"near_s":180},"nested":{}},"Sharing":{"defaults":{"hold_back":0,"divert_gain_s":60,"divert_after_s":10},"nested":{}},"Channel":{"defaults":{"use":"other_channel","secret_file":"channel-secret"},"nested":{}},"DutyRules":{"defaults":{"shifts":[{"name":"day","begin":"08:00","end":"20:00"},{"name":"night","begin":"20:00","end":"08:00"},{"name":"whole_day","begin":"08:00","end":"08:00"}],"take_over_within_s":900,"early_s":3600,"ladder":[{"after_s":0,"action":"alert_again"},{"after_s":120,"action":"other_channel"},{"after_s":300,"action":"parent_station"},{"after_s":900,"action":"duty_officer"}]},"nested":{"shifts":"Shift","ladder":"PostRung"}},"CheckRules":{"defaults":{"every_days":0,"windows":["08:00-08:00"],"answer_within_s":180,"postpone_s":1800,"ladder":[{"after_s":0,"action":"alert_again"},{"after_s":120,"action":"other_channel"},{"after_s":300,"action":"parent_station"},{"after_s":900,"action":"duty_officer"}]},"nested":{"ladder":"PostRung"}},"ReadinessRules":{"defaults":{"minimum":{"micro_unit":1,"micro_community":3},"beside_within_s":180,"ready_from":80,"check_holds_days":30},"nested":{}},"Outage":{"defaults":{"after_s":10,"grace_s":30},"nested":{}},"Mirror":{"defaults":{"devices":[],"sources":[]},"nested":{}},"Signals":{"defaults":{"late_after_s":900,"believed_within_m":500,"mirrors":[],"witnesses":[["detector","detector"],["detector","call_point"],["detector","flow"],["detector","video"],["video","call_point"],["video","flow"],["video","video"],["gas","gas"]],"chatters_above":6},"nested":{"mirrors":"Mirror"}},"HelpRules":{"defaults":{"accept_within_s":60,"officer_after_s":180,"arrive_within_s":1800,"sender":"onethree"},"nested":{}},"Look":{"defaults":{"within_s":0},"nested":{}},"GradeRule":{"defaults":{"clause":"","confidence":"C","of":"any","kinds":[],"trapped_from":null,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":[],"detectors_from":null,"confirmed":false,"hours":""},"nested":{}},"Grading":{"defaults":{"rules":[],"rising":"send"},"nested":{"rules":"GradeRule"}},"Capability":{"defaults":{"unit":"","also":[]},"nested":{}},"Positions":{"defaults":{"stale_after_s":900,"accurate_within_m":300,"fastest_mps":60},"nested":{}},"CorridorRules":{"defaults":{"url":"","secret_file":"corridor-secret","renew_every_s":15,"min_change_s":5},"nested":{}},"ForwardTarget":{"defaults":{"form":"cap","secret_file":"forward-secret","answer_within_s":30,"exercises":false},"nested":{}},"DistrictSettings":{"defaults":{"plans":[],"turnout_s":{"micro_unit":45,"micro_community":45,"small":60,"fire":60},"ladder_max_units":8,"joining":{"building_s":1800,"near_m":60,"near_s":180},"sharing":{"hold_back":0,"divert_gain_s":60,"divert_after_s":10},"channels":[],"phones":{},"duty":{"shifts":[{"name":"day","begin":"08:00","end":"20:00"},{"name":"night","begin":"20:00","end":"08:00"},{"name":"whole_day","begin":"08:00","end":"08:00"}],"take_over_within_s":900,"early_s":3600,"ladder":[{"after_s":0,"action":"alert_again"},{"after_s":120,"action":"other_channel"},{"after_s":300,"action":"parent_station"},{"after_s":900,"action":"duty_officer"}]},"checks":{"every_days":0,"windows":["08:00-08:00"],"answer_within_s":180,"postpone_s":1800,"ladder":[{"after_s":0,"action":"alert_again"},{"after_s":120,"action":"other_channel"},{"after_s":300,"action":"parent_station"},{"after_s":900,"action":"duty_officer"}]},"readiness":{"minimum":{"micro_unit":1,"micro_community":3},"beside_within_s":180,"ready_from":80,"check_holds_days":30},"outage":{"after_s":10,"grace_s":30},"personal_days":0,"signals":{"late_after_s":900,"believed_within_m":500,"mirrors":[],"witnesses":[["detector","detector"],["detector","call_point"],["detector","flow"],["detector","video"],["video","call_point"],["video","flow"],["video","video"],["gas","gas"]],"chatters_above":6},"helpers":{"accept_within_s":60,"officer_after_s":180,"arrive_within_s":1800,"sender":"onethree"},"look":{"within_s":0},"grading":{"rules":[{"id":"very_many_trapped","grade":5,"zh":"被困 30 人以上","en":"30 people or more are trapped","source":"火警和应急救援分级规定（试行）；人数界限参照《生产安全事故报告和调查处理条例》（国务院令第493号）第三条","clause":"五级：有大量人员伤亡或被困","confidence":"C","of":"fire","kinds":[],"trapped_from":30,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":[],"detectors_from":null,"confirmed":false,"hours":""},{"id":"many_trapped","grade":4,"zh":"被困 10 人以上","en":"10 people or more are trapped","source":"火警和应急救援分级规定（试行）；人数界限参照《生产安全事故报告和调查处理条例》（国务院令第493号）第三条","clause":"四级：有较多人员伤亡或被困","confidence":"C","of":"any","kinds":[],"trapped_from":10,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":[],"detectors_from":null,"confirmed":false,"hours":""},{"id":"some_trapped","grade":3,"zh":"被困 3 人以上","en":"3 people or more are trapped","source":"火警和应急救援分级规定（试行）；人数界限参照《生产安全事故报告和调查处理条例》（国务院令第493号）第三条","clause":"三级：有少量人员伤亡或被困","confidence":"C","of":"any","kinds":[],"trapped_from":3,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":[],"detectors_from":null,"confirmed":false,"hours":""},{"id":"very_high_building","grade":3,"zh":"超高层建筑火警（100 m 以上）","en":"a fire in a building of 100 m or more","source":"本系统的规划假定，由各区按实际修订","clause":"超高层灭火救援困难，比照三级","confidence":"D","of":"fire","kinds":[],"trapped_from":null,"height_from_m":100.0,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":[],"detectors_from":null,"confirmed":true,"hours":""},{"id":"asleep","grade":3,"zh":"夜间住宿场所火警","en":"a fire at night where people sleep","source":"本系统的规划假定，由各区按实际修订","clause":"夜间人员疏散困难，比照三级","confidence":"D","of":"fire","kinds":[],"trapped_from":null,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":["hotel","hospital","nursing_home","social_facility","dormitory"],"detectors_from":null,"confirmed":true,"hours":"22:00-06:00"},{"id":"several_detectors_high","grade":3,"zh":"高层建筑 4 个以上探测器报警","en":"4 detectors or more in a high building","source":"本系统的规划假定，由各区按实际修订","clause":"多个探测器表明燃烧面积较大，比照三级：高层建筑","confidence":"D","of":"fire","kinds":[],"trapped_from":null,"height_from_m":24.0,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":[],"detectors_from":4,"confirmed":true,"hours":""},{"id":"several_detectors_crowded","grade":3,"zh":"人员密集、地下或危险品场所 4 个以上探测器报警","en":"4 detectors or more in a crowded, underground or dangerous place","source":"本系统的规划假定，由各区按实际修订","clause":"多个探测器表明燃烧面积较大，比照三级：人员密集、地下、危险品场所","confidence":"D","of":"fire","kinds":[],"trapped_from":null,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":["mall","complex","market","supermarket","retail","hotel","restaurant","bar","ktv","cinema","theatre","hospital","clinic","nursing_home","social_facility","school","kindergarten","university","college","dormitory","library","museum","stadium","sports_hall","civic","station","train_station","airport","transportation","church","temple","mosque","religious","underground","subway","metro","tunnel","basement","parking_underground","gas_station","fuel","chemical","hazmat","refinery","storage_tank","fireworks","gas_storage"],"detectors_from":4,"confirmed":true,"hours":""},{"id":"few_trapped","grade":2,"zh":"有人被困","en":"people are trapped","source":"火警和应急救援分级规定（试行）","clause":"二级：有较少人员伤亡或被困","confidence":"B","of":"any","kinds":[],"trapped_from":1,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":[],"detectors_from":null,"confirmed":false,"hours":""},{"id":"high_building","grade":2,"zh":"高层建筑火警","en":"a fire in a high building","source":"火警和应急救援分级规定（试行）","clause":"二级：燃烧面积较小的高层建筑火警；24 m 为 GB 50016 高层公共建筑的界限","confidence":"B","of":"fire","kinds":[],"trapped_from":null,"height_from_m":24.0,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":[],"detectors_from":null,"confirmed":true,"hours":""},{"id":"high_by_storeys","grade":2,"zh":"高层建筑火警（按层数）","en":"a fire in a building of 9 storeys or more","source":"火警和应急救援分级规定（试行）","clause":"二级：燃烧面积较小的高层建筑火警；高度不明时按 9 层约 27 m 推算","confidence":"C","of":"fire","kinds":[],"trapped_from":null,"height_from_m":null,"storeys_from":9,"floor_from":null,"floor_to":null,"building_kinds":[],"detectors_from":null,"confirmed":true,"hours":""},{"id":"high_floor","grade":2,"zh":"9 层以上起火","en":"a fire on the 9th floor or above","source":"火警和应急救援分级规定（试行）","clause":"二级：燃烧面积较小的高层建筑火警；建筑不明时按所报楼层推算","confidence":"C","of":"fire","kinds":[],"trapped_from":null,"height_from_m":null,"storeys_from":null,"floor_from":9,"floor_to":null,"building_kinds":[],"detectors_from":null,"confirmed":true,"hours":""},{"id":"underground_floor","grade":2,"zh":"地下起火","en":"a fire underground","source":"火警和应急救援分级规定（试行）","clause":"二级：燃烧面积较小的地下建筑火警","confidence":"B","of":"fire","kinds":[],"trapped_from":null,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":-1,"building_kinds":[],"detectors_from":null,"confirmed":true,"hours":""},{"id":"underground_place","grade":2,"zh":"地下建筑火警","en":"a fire in an underground building","source":"火警和应急救援分级规定（试行）","clause":"二级：燃烧面积较小的地下建筑火警","confidence":"B","of":"fire","kinds":[],"trapped_from":null,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":["underground","subway","metro","tunnel","basement","parking_underground"],"detectors_from":null,"confirmed":true,"hours":""},{"id":"crowded_place","grade":2,"zh":"人员密集场所火警","en":"a fire in a crowded place","source":"火警和应急救援分级规定（试行）","clause":"二级：燃烧面积较小的人员密集场所火警","confidence":"B","of":"fire","kinds":[],"trapped_from":null,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":["mall","complex","market","supermarket","retail","hotel","restaurant","bar","ktv","cinema","theatre","hospital","clinic","nursing_home","social_facility","school","kindergarten","university","college","dormitory","library","museum","stadium","sports_hall","civic","station","train_station","airport","transportation","church","temple","mosque","religious"],"detectors_from":null,"confirmed":true,"hours":""},{"id":"hazardous_place","grade":2,"zh":"易燃易爆危险品场所火警","en":"a fire where dangerous goods are","source":"火警和应急救援分级规定（试行）","clause":"二级：燃烧面积较小的易燃易爆危险品场所火警","confidence":"B","of":"fire","kinds":[],"trapped_from":null,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":["gas_station","fuel","chemical","hazmat","refinery","storage_tank","fireworks","gas_storage"],"detectors_from":null,"confirmed":true,"hours":""},{"id":"important_place","grade":2,"zh":"重要场所火警","en":"a fire in an important place","source":"火警和应急救援分级规定（试行）","clause":"二级：燃烧面积较小的重要场所火警","confidence":"B","of":"fire","kinds":[],"trapped_from":null,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":["heritage","historic","monument","government","archive","data_centre","power_station","substation"],"detectors_from":null,"confirmed":true,"hours":""},{"id":"several_detectors","grade":2,"zh":"4 个以上探测器报警","en":"4 detectors or more","source":"本系统的规划假定，由各区按实际修订","clause":"多个探测器表明燃烧面积大，比照二级：燃烧面积大的普通建筑火警","confidence":"D","of":"fire","kinds":[],"trapped_from":null,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":[],"detectors_from":4,"confirmed":true,"hours":""},{"id":"dangerous_goods","grade":2,"zh":"危险化学品或燃气泄漏","en":"dangerous goods or gas leak","source":"火警和应急救援分级规定（试行）","clause":"应急救援二级：少量危险化学品泄漏","confidence":"B","of":"rescue","kinds":["hazmat","gas_leak"],"trapped_from":null,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":[],"detectors_from":null,"confirmed":false,"hours":""},{"id":"collapse","grade":2,"zh":"建筑物倒塌","en":"a building has collapsed","source":"火警和应急救援分级规定（试行）","clause":"应急救援二级：较大型建筑物倒塌；规模不明时从严","confidence":"C","of":"rescue","kinds":["collapse"],"trapped_from":null,"height_from_m":null,"storeys_from":null,"floor_from":null,"floor_to":null,"building_kinds":[],"detectors_from":null,"confirmed":false,"hours":""}],"rising":"send"},"capabilities":[],"hand_over_within_s":180,"modes":{},"positions":{"stale_after_s":900,"accurate_within_m":300,"fastest_mps":60},"corridor":{"url":"","secret_file":"corridor-secret","renew_every_s":15,"min_change_s":5},"forward":[]},"nested":{"targets":"Target","ladder":"Rung","plans":"Plan","joining":"Joining","sharing":"Sharing","channels":"Channel","duty":"DutyRules","checks":"CheckRules","readiness":"ReadinessRules","outage":"Outage","signals":"Signals","helpers":"HelpRules","look":"Look","grading":"Grading","capabilities":"Capability","positions":"Positions","corridor":"CorridorRules","forward":"ForwardTarget"}},"Station":{"defaults":{"zone":"","phone":"","building":"","responsible":""},"nested":{}},"Unit":{"defaults":{"capabilities":[],"turnout_s":null},"nested":{}},"RosterRow":{"defaults":{"members":[],"days":[],"every":1,"since":"","until":"","date":""},"nested":{}},"Roster":{"defaults":{"members":[]},"nested":{"rows":"RosterRow"}},"Helper":{"defaults":{"zone":"","phones":[],"webhook":"","cap":"","languages":["zh"]},"nested":{}},"Gateway":{"defaults":{"address":null,"profile":null,"name":null,"building":null,"station":null,"silent_after_s":0},"nested":{}},"registry.changed":{"defaults":{"settings":null,"stations":[],"units":[],"buildings":[],"dropped_stations":[],"dropped_units":[],"dropped_buildings":[],"rosters":[],"dropped_rosters":[],"helpers":[],"dropped_helpers":[],"sites":[],"dropped_sites":[],"devices":[],"dropped_devices":[],"gateways":[],"dropped_gateways":[]},"nested":{"settings":"DistrictSettings","stations":"Station","units":"Unit","buildings":"Building","rosters":"Roster","helpers":"Helper","sites":"Site","devices":"Device","gateways":"Gateway"}},"PostWait":{"defaults":{"due_at":null},"nested":{}},"hub.returned":{"defaults":{"reason":"stopped","posts":[],"checks":[]},"nested":{"posts":"PostWait","checks":"CheckWait"}},"clock.restated":{"defaults":{"month":"","last_number":0},"nested":{}},"token.made":{"defaults":{"station":null,"expires_at":null},"nested":{}},"token.withdrawn":{"defaults":{"station":null},"nested":{}},"DrillPlace":{"defaults":{"lon":null,"lat":null,"building":null,"floor":null,"text":null},"nested":{}},"DrillAlarm":{"defaults":{"source":"person","kind":"smoke","note":null,"trapped":null},"nested":{}},"Objective":{"defaults":{"text":"","milestone_from":"assigned","milestone_to":null,"limit_s":null,"of":"every","kinds":[],"weight":1.0},"nested":{}},"Lane":{"defaults":{"way":null,"lon":null,"lat":null,"radius_m":null,"modes":[]},"nested":{}},"Inject":{"defaults":{"effect":"told","after_s":0,"upon":null,"text":"","lane":null,"place":null,"kind":"smoke","station":null,"trapped":null},"nested":{"lane":"Lane","place":"DrillPlace"}},"DrillPlan":{"defaults":{"kind":"duty_turnout","alarm":{"source":"person","kind":"smoke","note":null,"trapped":null},"stations":[],"units":[],"everybody":false,"unannounced":false,"objectives":[],"targets":[],"injects":[],"ends_after_s":3600},"nested":{"place":"DrillPlace","alarm":"DrillAlarm","objectives":"Objective","targets":"Target","injects":"Inject"}},"drill.planned":{"defaults":{"starts_at":null},"nested":{"plan":"DrillPlan"}},"drill.started":{"defaults":{"fired_late_ms":0},"nested":{"plan":"DrillPlan"}},"drill.injected":{"defaults":{"lane":null,"fired_late_ms":0},"nested":{"inject":"Inject"}},"drill.remarked":{"defaults":{"objective":null,"verdict":null,"station":null},"nested":{}},"drill.broken_off":{"defaults":{"station":null,"needed_in":null,"reason":null,"because":null},"nested":{}},"drill.ended":{"defaults":{"reason":null,"because":null},"nested":{}},"drill.cancelled":{"defaults":{"reason":null},"nested":{}},"drill.signed_off":{"defaults":{"score":null,"head":null,"note":null},"nested":{}}};

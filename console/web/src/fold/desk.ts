/** What dispatchers set aside for a time, and what one leaves to the next. */

import { put, type Rules } from "./put";

type Types = "source.shelved" | "source.unshelved" | "shift.offered" | "shift.accepted" | "shift.withdrawn";

export const DESK: Rules<Types> = {
  "source.shelved": (state, { source, building, until, reason, by, at }) => ({
    ...state,
    shelved: state.shelved.with(source, { source, building, until, reason, by, at }),
  }),
  "source.unshelved": (state, { source }) => ({ ...state, shelved: state.shelved.without(source) }),
  "shift.offered": (state, { offer: id, by, at, note, incidents, shelves, closures }) =>
    put(state, "offers", { id, by, at, note, incidents, shelves, closures }),
  "shift.accepted": (state, { offer }) => ({ ...state, offers: state.offers.without(offer) }),
  "shift.withdrawn": (state, { offer }) => ({ ...state, offers: state.offers.without(offer) }),
};

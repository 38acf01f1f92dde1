/** Where this phone is now, where it can and may tell soon: nobody waits for it before a fire. */

const WAIT_MS = 4000;

export interface Spot {
  readonly lon: number;
  readonly lat: number;
}

export function spotNow(): Promise<Spot | null> {
  if (!("geolocation" in navigator)) return Promise.resolve(null);
  return new Promise((found) => {
    const nowhere = setTimeout(() => found(null), WAIT_MS); // a question that nobody answers has no end of its own
    const settle = (spot: Spot | null) => {
      clearTimeout(nowhere);
      found(spot);
    };
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => settle({ lon: coords.longitude, lat: coords.latitude }),
      () => settle(null),
      { enableHighAccuracy: true, maximumAge: 15_000, timeout: WAIT_MS },
    );
  });
}

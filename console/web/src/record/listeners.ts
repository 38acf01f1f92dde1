/** Whoever wants to hear of something, called in the order in which they came. */
export class Listeners<T> {
  private readonly all = new Set<(news: T) => void>();

  /** Add a listener; return how to remove it. */
  readonly add = (listener: (news: T) => void): (() => void) => {
    this.all.add(listener);
    return () => this.all.delete(listener);
  };

  tell(news: T): void {
    for (const listener of this.all) listener(news);
  }

  get any(): boolean {
    return this.all.size > 0;
  }
}

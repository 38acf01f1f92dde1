/** What is read above the buttons. Where there is more below it fades out, so that nothing looks as if it ended there. */

import { ChevronDown } from "lucide";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../../parts/Icon";

export function Glance({ children }: { readonly children: ComponentChildren }) {
  const area = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLElement>(null);
  const [more, setMore] = useState(false);
  useEffect(() => {
    if (area.current === null || end.current === null) return;
    const seen = new IntersectionObserver(([entry]) => setMore(entry?.isIntersecting === false), {
      root: area.current,
      rootMargin: "0px 0px 8px",
    });
    seen.observe(end.current);
    return () => seen.disconnect();
  }, []);
  return (
    <div class="glance" data-more={more} ref={area}>
      {children}
      <i class="end" ref={end} />
      <span class="fade" aria-hidden="true">
        <Icon of={ChevronDown} />
      </span>
    </div>
  );
}

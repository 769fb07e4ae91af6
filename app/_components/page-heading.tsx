import type { ReactNode } from "react";

export function PageHeading(props: { title: string; eyebrow?: ReactNode; children?: ReactNode }) {
  return (
    <div className="pt-8 pb-8 sm:pt-14 sm:pb-12">
      {props.eyebrow && <p className="eyebrow mb-3">{props.eyebrow}</p>}
      <h1 className="title max-w-[22ch]">{props.title}</h1>
      {props.children && <div className="mt-4 max-w-[60ch] text-soft leading-7">{props.children}</div>}
    </div>
  );
}

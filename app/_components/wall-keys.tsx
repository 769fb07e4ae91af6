"use client";

import { useEffect, useState } from "react";

const links = () => [...document.querySelectorAll<HTMLAnchorElement>("[data-testid=wall] a")];

const middleOf = (element: Element) => {
  const { left, width, top, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
};

/** The work above or below: the nearest middle in the next row. */
function inNextRow(from: HTMLAnchorElement, direction: 1 | -1): HTMLAnchorElement | undefined {
  const here = middleOf(from);
  const rowHeight = from.getBoundingClientRect().height / 2;
  const beyond = links().filter((link) => (middleOf(link).y - here.y) * direction > rowHeight);
  const distance = (link: HTMLAnchorElement) => {
    const { x, y } = middleOf(link);
    return Math.hypot(x - here.x, 2 * (y - here.y));
  };
  return beyond.toSorted((one, other) => distance(one) - distance(other))[0];
}

function step(from: HTMLAnchorElement, key: string): HTMLAnchorElement | undefined {
  const all = links();
  const index = all.indexOf(from);
  switch (key) {
    case "ArrowRight":
      return all[index + 1];
    case "ArrowLeft":
      return all[index - 1];
    case "ArrowDown":
      return inNextRow(from, 1);
    case "ArrowUp":
      return inNextRow(from, -1);
    case "Home":
      return all[0];
    case "End":
      return all.at(-1);
  }
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");

/** Arrow keys go from work to work on a wall, and a slash to the search field. Marks when it listens. */
export function WallKeys() {
  const [isListening, setListening] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      const field = document.querySelector<HTMLInputElement>("input[type=search]");
      const from = event.target instanceof HTMLAnchorElement && event.target.closest("[data-testid=wall]");
      const next =
        event.key === "/" ? field : from ? step(event.target as HTMLAnchorElement, event.key) : undefined;
      if (!next) return;
      event.preventDefault();
      next.focus();
    };
    window.addEventListener("keydown", onKey);
    setListening(true);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return <span hidden data-testid="wall-keys" data-listening={isListening} />;
}

"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { GallerySettings } from "./settings.ts";

const SettingsContext = createContext<GallerySettings | undefined>(undefined);

export function SettingsProvider(props: { settings: GallerySettings; children: ReactNode }) {
  return <SettingsContext value={props.settings}>{props.children}</SettingsContext>;
}

/** The settings that the server passed; only valid inside the wallet provider. */
export function useSettings(): GallerySettings {
  const settings = useContext(SettingsContext);
  if (!settings) throw new Error("useSettings is used outside of SettingsProvider");
  return settings;
}

/** A button: `filled` for the next step, `plain` for the others. At least 44 px high for a finger. */

import type { ButtonHTMLAttributes, ComponentChildren } from "preact";
import "./button.css";
import { Icon, type Shape } from "./Icon";

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "icon"> {
  readonly kind?: "filled" | "plain";
  readonly icon?: Shape;
  readonly children: ComponentChildren;
}

export function Button({ kind = "plain", icon, children, type = "button", ...rest }: Props) {
  return (
    <button {...rest} type={type} class={`button ${kind}`}>
      {icon && <Icon of={icon} />}
      {children}
    </button>
  );
}

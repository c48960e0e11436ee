import type { ButtonHTMLAttributes, ReactNode } from 'react';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly tone?: 'primary' | 'danger' | 'quiet' | undefined;
}

export function Button({ tone, className, type, ...rest }: ButtonProps) {
  return (
    <button {...rest} type={type ?? 'button'} className={`button ${className ?? ''}`} data-tone={tone} />
  );
}

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label' | 'title'> {
  /** Said to screen readers and shown as a tooltip. */
  readonly label: string;
  readonly size?: 'small' | undefined;
  readonly children: ReactNode;
}

export function IconButton({ label, size, className, ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type="button"
      aria-label={label}
      title={label}
      className={`icon-button ${className ?? ''}`}
      data-size={size}
    />
  );
}

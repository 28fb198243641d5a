package dev.notch.models;

/**
 * Something the user can mend: a wrong file, an unknown name, an impossible option. The message is
 * one line that says what is wrong and what to do; the command line prints it without a trace.
 */
public class NotchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotchException(String message) {
    super(message);
  }

  public NotchException(String message, Throwable cause) {
    super(message, cause);
  }
}

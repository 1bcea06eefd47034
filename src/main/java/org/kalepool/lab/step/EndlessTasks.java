package org.kalepool.lab.step;

/** A task asks for itself again and again, and no time passes. */
public final class EndlessTasks extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  EndlessTasks(String task, int runs) {
    super("the task \"" + task + "\" has run " + runs + " times and asks for more: nothing moves");
  }
}

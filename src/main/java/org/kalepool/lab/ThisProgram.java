package org.kalepool.lab;

import java.util.ArrayList;
import java.util.List;
import org.kalepool.cli.CommandException;

/** How this very process was started, so that others like it can be. */
public final class ThisProgram {
  private ThisProgram() {}

  /**
   * The words of the command line before the command's name: a JVM with its options and the jar, or
   * the native binary.
   *
   * @param command the name of the command that runs
   * @throws CommandException if the system does not tell
   */
  public static List<String> before(String command) {
    ProcessHandle.Info self = ProcessHandle.current().info();
    List<String> words = new ArrayList<>();
    self.command().ifPresent(words::add);
    for (String argument : self.arguments().orElse(new String[0])) {
      if (command.equals(argument)) {
        return words;
      }
      words.add(argument);
    }
    throw new CommandException(
        "this starts processes like the one of pool "
            + command
            + " itself, and this system does not tell how that was started");
  }
}

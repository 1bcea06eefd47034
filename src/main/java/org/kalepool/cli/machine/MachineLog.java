package org.kalepool.cli.machine;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;

/** Where the log goes in a process without a service, whose start would otherwise say so. */
final class MachineLog {
  private static final String FORMAT = "%d{HH:mm:ss.SSS} %-5p [%c{2.}] %s%e%n";

  /**
   * It tells of extensions that are for servers; kept here, as a logger that nobody has is lost.
   */
  private static final Logger NETTY = Logger.getLogger("io.netty");

  private MachineLog() {}

  static void toStandardError() {
    ConsoleHandler handler =
        new ConsoleHandler(ConsoleHandler.Target.SYSTEM_ERR, new PatternFormatter(FORMAT));
    handler.setLevel(Level.INFO);
    NETTY.setLevel(Level.WARNING);
    InitialConfigurator.DELAYED_HANDLER.setBuildTimeHandlers(new java.util.logging.Handler[0]);
    InitialConfigurator.DELAYED_HANDLER.setHandlers(new java.util.logging.Handler[] {handler});
  }
}

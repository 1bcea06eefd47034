package org.kalepool.cli.serve;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.settings.Settings;

/** A start in a folder of its own, with nothing set but what a test sets. */
abstract class StartFixture {
  static final PrintWriter NOWHERE = new PrintWriter(PrintWriter.nullWriter());
  static final String DATABASE = "jdbc:postgresql://books.example/kale";

  @TempDir Path data;

  AbstractThrowableAssert<?, ? extends Throwable> refused(Map<String, String> environment) {
    Settings set = new Settings(new Properties(), environment, new Properties());
    return assertThatThrownBy(
            () ->
                EmbeddedServices.start(
                        set, data, null, EmbeddedNetwork.Options.of(1, 0, 1), NOWHERE)
                    .close())
        .isInstanceOf(CommandException.class);
  }
}

package org.kalepool.lab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SandboxCommandTest {
  @Test
  void saysWhatIsWrongWithASetting() {
    StringWriter err = new StringWriter();
    CommandLine line = new CommandLine(new SandboxCommand()).setErr(new PrintWriter(err));
    assertThat(line.execute("--ledger-seconds", "9")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("a ledger takes 1 to 6 seconds, not 9");
  }

  @Test
  void closesLedgersByItself() {
    SandboxConfig config = SandboxConfig.defaults().with().speed(500).build();
    try (Sandbox sandbox = Sandbox.start(config)) {
      await().until(() -> sandbox.ledger() >= config.initialLedger() + 5);
      assertThat(sandbox.now()).isGreaterThanOrEqualTo(config.initialTime() + 25);
    }
  }
}

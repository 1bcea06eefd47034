package org.kalepool.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kalepool.recordings.GameJson.number;

import com.fasterxml.jackson.databind.JsonNode;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kalepool.lab.sandbox.host.HostRequest;
import org.kalepool.lab.sandbox.host.HostResult;

/** What the host counts, and that it holds a call to what was written down about it. */
final class EnvironmentMeteringTest {
  private static final Percentage FEW = Percentage.withPercentage(3);

  /** Where next to nothing is done, next to nothing may be missed. */
  private static final long SMALL = 100_000;

  @ParameterizedTest
  @ValueSource(strings = {"storage-0", "auth-0", "deploy-0"})
  void countsInstructionsAsTheRealHost(String name) {
    Recording recording = recording(name);
    EnvReplay replay = new EnvReplay(recording);
    for (int i = 1; i < recording.lines().size(); i++) {
      JsonNode line = recording.lines().get(i);
      long wanted = number(line, "cpu");
      HostResult result = replay.run(line);
      if (wanted > SMALL) {
        assertThat(result.instructions()).as("%s line %d", name, i + 1).isCloseTo(wanted, FEW);
      }
      replay.apply(result);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"storage-0", "deploy-0", "events"})
  void doesTheSameWithinTheFootprintThatItWroteDown(String name) {
    Recording recording = recording(name);
    EnvReplay replay = new EnvReplay(recording);
    int compared = 0;
    for (int i = 1; i < recording.lines().size(); i++) {
      JsonNode line = recording.lines().get(i);
      HostResult written = replay.run(line);
      if (written.auths().isEmpty() && line.get("auth").asText().equals("mock-all")) {
        HostResult.HostFootprint footprint = written.footprint();
        HostResult enforced =
            replay.run(
                line,
                new HostRequest.Access.Declared(
                    footprint.readOnly(), footprint.readWrite(), footprint.restored()));
        assertThat(EnvReplay.outcome(enforced))
            .as("%s line %d", name, i + 1)
            .isEqualTo(EnvReplay.outcome(written));
        assertThat(enforced.changes()).isEqualTo(written.changes());
        // a declared footprint forgets nothing
        assertThat(enforced.footprint())
            .usingRecursiveComparison()
            .ignoringFields("forgotten")
            .isEqualTo(footprint);
        compared++;
      }
      replay.apply(written);
    }
    assertThat(compared).isGreaterThan(30);
  }

  private static Recording recording(String name) {
    return Recording.read(Folders.resources().resolve("env").resolve(name + ".jsonl.gz"));
  }
}

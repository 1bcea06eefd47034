package org.kalepool.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The rules are the real contract's, call by call: replays the recordings of this project, or those
 * of the folder that the system property {@code kale.vectors} names.
 */
final class RecordingsTest {

  @TestFactory
  Stream<DynamicTest> kaleAnswersLikeTheRecordedContract() {
    return Recording.readAll(folder()).stream()
        .flatMap(recording -> Replays.of(recording).stream())
        .map(
            replay ->
                DynamicTest.dynamicTest(
                    replay.name(),
                    () -> {
                      Optional<Difference> difference = replay.firstDifference();
                      assertThat(difference).as(replay.name()).isEmpty();
                    }));
  }

  private static Path folder() {
    String named = System.getProperty("kale.vectors");
    if (named != null) {
      return Path.of(named);
    }
    URL resources = RecordingsTest.class.getResource("/recordings");
    try {
      return Path.of(Objects.requireNonNull(resources, "no recordings on the class path").toURI());
    } catch (URISyntaxException e) {
      throw new RecordingException("no path: " + resources, e);
    }
  }
}

package org.kalepool.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The rules are the real contract's, call by call: replays the recordings of this project, or those
 * of the folder that the system property {@code kale.vectors} names.
 */
final class RecordingsTest {

  @TestFactory
  Stream<DynamicTest> everyRecordingReplaysWithoutADifference() {
    List<Replays.Replay> replays =
        Recording.files(Folders.recordings()).stream()
            .flatMap(file -> Replays.of(file).stream())
            .toList();
    assertThat(replays).as("replays of %s", Folders.recordings()).isNotEmpty();
    return replays.stream()
        .map(
            replay ->
                DynamicTest.dynamicTest(
                    replay.name(), () -> assertThat(replay.firstDifference()).isEmpty()));
  }
}

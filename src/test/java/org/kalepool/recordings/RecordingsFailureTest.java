package org.kalepool.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A replay that cannot fail proves nothing: each kind of damage is found and named. */
final class RecordingsFailureTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "balance":"9900000000"  | "balance":"9900000001"  | after.balance
          "farmIndex":1           | "farmIndex":2           | after.farmIndex
          "liveUntil":18279       | "liveUntil":18280       | after.block.liveUntil
          "paused":false          | "paused":true           | after.paused
          "ok":null               | "ok":1                  | ok
          "error":{"type":"Contract","code":8} | "error":{"type":"Contract","code":9} | error.code
          "stakedTotal":"1"       | "stakedTotal":"2"       | after.block.stakedTotal
          """)
  void namesTheFirstDifferenceOfASequence(String recorded, String altered, String field)
      throws IOException {
    List<String> lines = recording("tour");
    int line = firstLineWith(lines, recorded);
    lines.set(line, lines.get(line).replace(recorded, altered));
    Path file = write("altered.jsonl", lines);

    List<Difference> differences = differences();

    assertThat(differences).isNotEmpty();
    Difference first = differences.getFirst();
    assertThat(first.file()).isEqualTo(file);
    assertThat(first.line()).isEqualTo(line + 1);
    assertThat(first.field()).isEqualTo(field);
    assertThat(altered).endsWith(first.wanted() + (altered.endsWith("}") ? "}" : ""));
    assertThat(recorded).endsWith(first.got() + (recorded.endsWith("}") ? "}" : ""));
  }

  @Test
  void namesTheFirstDifferenceOfAHash() throws IOException {
    List<String> lines = recording("hashes");
    lines.set(4, lines.get(4).replace("\"zeros\":4", "\"zeros\":5"));
    Path file = write("altered.jsonl", lines);

    assertThat(differences()).containsExactly(new Difference(file, 5, "zeros", "5", "4"));
  }

  @Test
  void namesTheFirstDifferenceOfAScore() throws IOException {
    List<String> lines = recording("scores");
    lines.set(1, lines.get(1).replace("\"reward\":\"36618789\"", "\"reward\":\"36618788\""));
    Path file = write("altered.jsonl", lines);

    assertThat(differences())
        .containsExactly(new Difference(file, 2, "reward", "\"36618788\"", "\"36618789\""));
  }

  @Test
  void namesTheFirstDifferenceOfAnEntry() throws IOException {
    List<String> lines = recording("xdr");
    lines.set(0, lines.get(0).replace("\"stake\":\"275526666666\"", "\"stake\":\"275526666667\""));
    Path file = write("altered.jsonl", lines);

    List<Difference> differences = differences();
    assertThat(differences).hasSize(2);
    assertThat(differences.getFirst())
        .isEqualTo(new Difference(file, 1, "is.stake", "\"275526666667\"", "\"275526666666\""));
    assertThat(differences.getLast().field()).isEqualTo("val");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Error(Contract, #8)     | Error(Contract, #9)   | cause               | result.error
          "code":-32602,          | "code":-32603,        |                     | error.code
          "status":"DUPLICATE"    | "status":"PENDING"    |                     | result.status
          "status":"FAILED"       | "status":"SUCCESS"    | result.status       | result.status
          AAAAAAAAAGT////7AAAAAA== | AAAAAAAAAGT////3AAAAAA== | answer | result.errorResultXdr
          "feeBump":true          | "feeBump":0           |                     | result.feeBump
          "minResourceFee":       | "maxResourceFee":     | result.minResourceFee | result.maxResourceFee
          """)
  void namesTheFirstDifferenceOfAConversation(
      String recorded, String altered, @Nullable String client, String sandbox) throws IOException {
    List<String> lines = recording("rpc").stream().map(RecordingsFailureTest::compact).toList();
    lines = new ArrayList<>(lines);
    int line = firstLineWith(lines, recorded);
    lines.set(line, lines.get(line).replace(recorded, altered));
    Path file = write("talk.jsonl", lines);

    assertThat(differences())
        .allSatisfy(
            difference -> {
              assertThat(difference.file()).isEqualTo(file);
              assertThat(difference.line()).isEqualTo(line + 1);
            })
        .extracting(Difference::field)
        .containsExactlyElementsOf(client == null ? List.of(sandbox) : List.of(client, sandbox));
  }

  private static String compact(String line) {
    return line.replace("\": ", "\":").replace(", \"", ",\"");
  }

  @ParameterizedTest
  @CsvSource({"rpc, 2", "xdr, 2", "hashes, 1"})
  void replaysAFolderWithOneFileOfAnyName(String name, int replays) throws IOException {
    Path file = write("other.jsonl", recording(name));

    assertThat(Recording.files(folder)).containsExactly(file);
    assertThat(Replays.of(file)).hasSize(replays);
    assertThat(differences()).isEmpty();
  }

  @Test
  void replaysAConversationThatWasJoinedLater() throws IOException {
    List<String> lines = recording("rpc");
    // from the middle of the second block's plants, with blocks and pails that are there already
    write("tail.jsonl", lines.subList(52, lines.size()));

    assertThat(differences()).isEmpty();
  }

  @Test
  void replaysAConversationWithoutTheGame() throws IOException {
    List<String> lines = recording("rpc");
    write("classic.jsonl", lines.subList(83, 153));

    assertThat(differences()).isEmpty();
  }

  @Test
  void replaysAConversationInAnotherOrderUnderOtherNames() throws IOException {
    List<String> lines = new ArrayList<>(recording("rpc"));
    // the questions about nothing in particular come last, with names that nobody has heard of
    List<String> questions = new ArrayList<>(lines.subList(0, 12));
    lines.subList(0, 12).clear();
    Collections.reverse(questions);
    questions.stream().map(line -> line.replaceFirst("\"name\": ?\"", "$0x")).forEach(lines::add);
    write("turned.jsonl", lines);

    assertThat(differences()).isEmpty();
  }

  @Test
  void noticesACallThatIsMissing() throws IOException {
    List<String> lines = recording("tour");
    lines.remove(firstLineWith(lines, "\"ok\":null"));
    write("altered.jsonl", lines);

    assertThat(differences()).isNotEmpty();
  }

  @Test
  void showsADifferenceInOneLine() {
    Difference difference = new Difference(Path.of("x", "tour.jsonl"), 7, "after.paused", "1", "2");

    assertThat(difference).hasToString("tour.jsonl line 7, after.paused: wanted 1, got 2");
  }

  @Test
  void refusesAFolderWithoutRecordings() throws IOException {
    write("README.md", List.of("no recording"));

    assertThatThrownBy(() -> Recording.files(folder))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("no recordings in");
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    assertThatThrownBy(() -> Recording.files(folder.resolve("nowhere")))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("cannot list");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          broken.jsonl    | {"scenario":            | is no JSON
          list.jsonl      | [1,2]                   | is no JSON object
          strange.jsonl   | {"n":1,"colour":"red"}  | of an unknown kind
          packed.jsonl.gz | {"n":1}                 | cannot read
          notes.txt       | some text               | is no JSON
          """)
  void failsForAFileItCannotRead(String name, String content, String complaint) throws IOException {
    write(name, List.of(content));

    assertThatThrownBy(this::differences)
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(complaint);
  }

  @Test
  void failsForAnEmptyFile() throws IOException {
    write("empty.jsonl", List.of());

    assertThatThrownBy(this::differences)
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("empty.jsonl is empty");
  }

  @Test
  void failsForALineThatLacksAField() throws IOException {
    List<String> lines = recording("tour");
    lines.set(3, lines.get(3).replace("\"ledger\"", "\"lodger\""));
    write("lacking.jsonl", lines);

    assertThatThrownBy(this::differences)
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("lacking.jsonl line 4 cannot be replayed")
        .hasMessageContaining("no field ledger");
  }

  private List<Difference> differences() {
    return Recording.files(folder).stream()
        .flatMap(file -> Replays.of(file).stream())
        .flatMap(replay -> replay.firstDifference().stream())
        .toList();
  }

  private Path write(String name, List<String> lines) throws IOException {
    return Files.write(folder.resolve(name), lines);
  }

  private static int firstLineWith(List<String> lines, String text) {
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        return i;
      }
    }
    throw new AssertionError("no line with " + text);
  }

  private static List<String> recording(String name) throws IOException {
    InputStream packed =
        RecordingsFailureTest.class.getResourceAsStream("/recordings/" + name + ".jsonl.gz");
    try (InputStream in = new GZIPInputStream(Objects.requireNonNull(packed, name))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new ArrayList<>(text.lines().toList());
    }
  }
}

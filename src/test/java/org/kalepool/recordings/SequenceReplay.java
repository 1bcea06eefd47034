package org.kalepool.recordings;

import static org.kalepool.recordings.GameJson.field;
import static org.kalepool.recordings.GameJson.number;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Plays a sequence on a target and compares every answer and everything stored afterwards. On a
 * target that shows its state only between ledgers, what a later call of the same ledger shows too
 * is compared there.
 */
final class SequenceReplay {
  private final Recording recording;
  private final ReplayTarget target;

  SequenceReplay(Recording recording, ReplayTarget target) {
    this.recording = recording;
    this.target = target;
  }

  Optional<Difference> firstDifference() {
    List<JsonNode> lines = recording.lines();
    target.start(lines.getFirst());
    int next = 1;
    while (next < lines.size()) {
      int end = target.showsStateWithinLedger() ? next + 1 : endOfLedger(next);
      Optional<Difference> found = playNamingLine(next, end);
      if (found.isPresent()) {
        return found;
      }
      next = end;
    }
    return Optional.empty();
  }

  private Optional<Difference> playNamingLine(int start, int end) {
    try {
      return play(start, end);
    } catch (RuntimeException e) {
      throw new RecordingException(
          recording.file() + " line " + (start + 1) + " cannot be replayed: " + e, e);
    }
  }

  private int endOfLedger(int start) {
    List<JsonNode> lines = recording.lines();
    JsonNode first = lines.get(start);
    int end = start + 1;
    while (end < lines.size() && sameMoment(first, lines.get(end))) {
      end++;
    }
    return end;
  }

  /** The recorder moves the clock within a ledger now and then, which no network does. */
  private static boolean sameMoment(JsonNode call, JsonNode other) {
    return number(call, "ledger") == number(other, "ledger")
        && number(call, "time") == number(other, "time");
  }

  private Optional<Difference> play(int start, int end) {
    List<JsonNode> calls = recording.lines().subList(start, end);
    List<ObjectNode> answers = target.apply(calls);
    if (answers.size() != calls.size()) {
      throw new IllegalStateException(answers.size() + " answers to " + calls.size() + " calls");
    }
    for (int i = 0; i < calls.size(); i++) {
      Optional<Difference> found = answerDifference(start + i, calls.get(i), answers.get(i));
      if (found.isPresent()) {
        return found;
      }
    }
    return stateDifference(start, calls);
  }

  private Optional<Difference> answerDifference(int at, JsonNode call, ObjectNode got) {
    ObjectNode wanted = GameJson.NODES.objectNode();
    for (String name : List.of("ok", "error")) {
      if (call.has(name)) {
        wanted.set(name, field(call, name));
      }
    }
    return JsonComparison.first("", wanted, got).map(mismatch -> difference(at, mismatch));
  }

  private Optional<Difference> stateDifference(int start, List<JsonNode> calls) {
    Set<String> comparedLater = new HashSet<>();
    List<Difference> found = new ArrayList<>();
    for (int i = calls.size() - 1; i >= 0; i--) {
      JsonNode call = calls.get(i);
      ObjectNode wanted = field(call, "after").deepCopy();
      ObjectNode got = target.after(call);
      for (Shown shown : Shown.of(call)) {
        if (!comparedLater.add(shown.entry())) {
          wanted.remove(shown.fields());
          got.remove(shown.fields());
        }
      }
      int at = start + i;
      JsonComparison.first("after", wanted, got).map(m -> difference(at, m)).ifPresent(found::add);
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(found.getLast());
  }

  /** Fields of {@code after} that show one ledger entry. */
  private record Shown(String entry, List<String> fields) {
    static List<Shown> of(JsonNode call) {
      long index = number(field(call, "after"), "index");
      String farmer = field(call, "args").path("farmer").asText("");
      boolean asksForIndex = field(call, "args").has("index");
      return List.of(
          new Shown(
              "instance",
              asksForIndex
                  ? List.of("farmIndex", "paused", "farmBlock")
                  : List.of("farmIndex", "paused", "farmBlock", "index")),
          new Shown("block " + index, List.of("block")),
          new Shown("pail " + index + " " + farmer, List.of("pail")),
          new Shown("trustline " + farmer, List.of("balance")));
    }
  }

  private Difference difference(int at, JsonComparison.Mismatch mismatch) {
    return new Difference(
        recording.file(), at + 1, mismatch.field(), mismatch.wanted(), mismatch.got());
  }
}

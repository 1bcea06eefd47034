package org.kalepool.recordings;

import static org.kalepool.recordings.GameJson.field;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kalepool.lab.sandbox.host.SorobanHost;

/** The host has every function that contracts can import, with its types, and no other. */
final class InterfaceCheck {
  private InterfaceCheck() {}

  static Optional<Difference> of(Recording recording) {
    List<String> wanted = new ArrayList<>();
    for (JsonNode function : field(recording.lines().getFirst(), "functions")) {
      List<String> args = new ArrayList<>();
      field(function, "args").forEach(arg -> args.add(arg.textValue()));
      wanted.add(
          "%s.%s %s(%s) -> %s since %s"
              .formatted(
                  field(function, "module").textValue(),
                  field(function, "name").textValue(),
                  field(function, "long").textValue(),
                  String.join(", ", args),
                  field(function, "returns").textValue(),
                  field(function, "since").asText()));
    }
    List<String> got = SorobanHost.functions();
    for (String function : wanted) {
      if (!got.contains(function)) {
        return Optional.of(new Difference(recording.file(), 1, "functions", function, "absent"));
      }
    }
    return got.stream()
        .filter(function -> !wanted.contains(function))
        .findFirst()
        .map(more -> new Difference(recording.file(), 1, "functions", "absent", more));
  }
}

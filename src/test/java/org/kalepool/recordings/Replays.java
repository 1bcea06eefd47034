package org.kalepool.recordings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.kalepool.lab.sandbox.ContractConversation;

/** Which replays a recording gets. */
final class Replays {
  private Replays() {}

  /** One recording against one target. */
  record Replay(String name, Supplier<Optional<Difference>> run) {
    Optional<Difference> firstDifference() {
      return run.get();
    }
  }

  /** The replays of one file; one that cannot be read is a replay that fails. */
  static List<Replay> of(Path file) {
    try {
      return of(Recording.read(file));
    } catch (RecordingException e) {
      return List.of(
          new Replay(
              file.getFileName().toString(),
              () -> {
                throw e;
              }));
    }
  }

  private static List<Replay> of(Recording recording) {
    String file = recording.file().getFileName().toString();
    return switch (recording.kind()) {
      case SEQUENCE ->
          List.of(
              new Replay(file + " on kale", () -> sequence(recording, KaleTarget::new)),
              new Replay(file + " on the sandbox", () -> sequence(recording, SandboxTarget::new)));
      case SCORES -> List.of(new Replay(file, () -> TableCheck.scores(recording)));
      case HASHES -> List.of(new Replay(file, () -> TableCheck.hashes(recording)));
      case XDR ->
          List.of(
              new Replay(file + " on the adapter", () -> XdrCheck.adapter(recording)),
              new Replay(file + " on the sandbox", () -> XdrCheck.sandbox(recording)));
      case RPC ->
          ContractConversation.is(recording.lines())
              ? List.of(
                  new Replay(
                      file + " on the sandbox", () -> ConversationCheck.contracts(recording)))
              : List.of(
                  new Replay(
                      file + " through the client", () -> ConversationCheck.client(recording)),
                  new Replay(file + " on the sandbox", () -> ConversationCheck.sandbox(recording)));
      case ENVIRONMENT ->
          List.of(new Replay(file, () -> new EnvReplay(recording).firstDifference()));
      case INTERFACE -> List.of(new Replay(file, () -> InterfaceCheck.of(recording)));
    };
  }

  private static Optional<Difference> sequence(
      Recording recording, Supplier<? extends ReplayTarget> newTarget) {
    try (ReplayTarget target = newTarget.get()) {
      return new SequenceReplay(recording, target).firstDifference();
    }
  }
}

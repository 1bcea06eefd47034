package org.kalepool.recordings;

import java.util.Optional;
import org.kalepool.lab.sandbox.ContractConversation;
import org.kalepool.lab.sandbox.SandboxConversation;
import org.kalepool.stellar.AdapterConversation;

/**
 * A conversation with a real node: what the pool's client makes of it, and how the sandbox talks.
 */
final class ConversationCheck {
  private ConversationCheck() {}

  /** Every answer is taken for what it says it is. */
  static Optional<Difference> client(Recording recording) {
    return AdapterConversation.firstDifference(recording.lines())
        .map(w -> new Difference(recording.file(), w.line(), w.field(), w.wanted(), w.got()));
  }

  /** The same requests about contracts are answered alike. */
  static Optional<Difference> contracts(Recording recording) {
    try {
      return ContractConversation.firstDifference(recording.lines())
          .map(w -> new Difference(recording.file(), w.line(), w.field(), w.wanted(), w.got()));
    } catch (RuntimeException e) {
      throw new RecordingException(recording.file() + " cannot be replayed: " + e, e);
    }
  }

  /** The same requests are answered in the same shape. */
  static Optional<Difference> sandbox(Recording recording) {
    try {
      return SandboxConversation.firstDifference(recording.lines())
          .map(w -> new Difference(recording.file(), w.line(), w.field(), w.wanted(), w.got()));
    } catch (RuntimeException e) {
      throw new RecordingException(recording.file() + " cannot be replayed: " + e, e);
    }
  }
}

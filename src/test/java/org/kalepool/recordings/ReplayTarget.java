package org.kalepool.recordings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Something that plays the real contract's part, to be compared with what was recorded of it. */
interface ReplayTarget extends AutoCloseable {

  /** Whether the state between two calls of the same ledger can be seen. */
  boolean showsStateWithinLedger();

  /** Takes over the state of a sequence's first line. */
  void start(JsonNode header);

  /**
   * Applies calls in this order, all in the ledger that the first names.
   *
   * @return for each an object with either {@code ok} or {@code error}
   */
  List<ObjectNode> apply(List<JsonNode> calls);

  /** The state now, with the fields that {@code after} of this call has. */
  ObjectNode after(JsonNode call);

  @Override
  void close();
}

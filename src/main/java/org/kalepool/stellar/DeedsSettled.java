package org.kalepool.stellar;

import java.util.List;

/**
 * Deeds of one transaction have ended together. Fired in the same way as {@link TransactionSettled}
 * and before that is fired for each of them, for observers that write for all of them at once.
 *
 * @param each in the order of their places
 */
public record DeedsSettled(List<TransactionSettled> each) {
  public DeedsSettled {
    each = List.copyOf(each);
  }
}

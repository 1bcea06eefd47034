package org.kalepool.work;

import java.util.List;
import java.util.UUID;
import org.kalepool.kale.Hash;

/** Takes the nonces of works that another pooler has sent itself: the pails do not tell them. */
public interface ToldNonces {
  /**
   * A work as its pooler tells of it.
   *
   * @param nonce read as unsigned 64-bit
   * @param hash what it is said to hash to
   */
  record Told(UUID farmer, long nonce, Hash hash) {}

  /**
   * Keeps those that are so: the nonce hashes to it, with as many zeros as the pail has. What is
   * known already, or cannot be held against a pail now, is passed over.
   *
   * @param pooler whose pails they are of; those of others are as if they were not there
   */
  void keep(UUID pooler, long block, List<Told> told);
}

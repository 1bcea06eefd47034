package org.kalepool.work;

import jakarta.inject.Singleton;

/** Brings what the board has found to the database, so that a restart goes on from there. */
@Singleton
final class FindKeeper {
  private final MiningBoard board;
  private final KeptNonces nonces;

  FindKeeper(MiningBoard board, KeptNonces nonces) {
    this.board = board;
    this.nonces = nonces;
  }

  /**
   * Stores what is worth storing and is not stored yet. One at a time: whoever returns knows that
   * all which was worth it on the board before is in the database, by itself or another. Off the
   * hashing threads; what cannot be stored now is stored with the next call.
   */
  synchronized void keep() {
    MiningBoard.Finds finds = board.takeUnstored();
    if (finds.best().isEmpty()) {
      return;
    }
    boolean kept = false;
    try {
      nonces.keep(finds.block(), finds.best());
      kept = true;
    } finally {
      if (!kept) {
        board.notStored(finds);
      }
    }
  }
}

package org.kalepool.lab.sandbox.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kalepool.lab.sandbox.xdr.XdrOut;
import org.kalepool.lab.sandbox.xdr.XdrWalk;

/**
 * Finds in a transaction what the SDK's older types cannot read: newer host functions, credentials
 * and addresses, and the list of archived entries. It gives the transaction as the SDK can have it,
 * in which a call that it cannot read has become an upload of nothing, and what was taken out. Only
 * transactions whose every operation is a contract's are looked at.
 */
final class EnvelopeScan {
  private static final int INVOKE = 24;
  private static final int EXTEND = 25;
  private static final int RESTORE = 26;
  private static final int BY_ADDRESS = 1;
  private static final int BY_ADDRESS_V2 = 2;
  private static final int UPLOAD = 2;

  /**
   * @param raw TransactionV1Envelope's transaction as sent
   * @param readable the same as the SDK can read it
   * @param hostFunction HostFunction as XDR, empty for operations that have none
   * @param auth SorobanAuthorizationEntries as XDR
   * @param archived places in the list of keys to be written
   * @param newer whether the call itself had to be taken out
   */
  record Found(
      byte[] raw,
      byte[] readable,
      byte[] hostFunction,
      List<byte[]> auth,
      List<Integer> archived,
      boolean newer) {}

  private final XdrWalk in;
  private final XdrOut readable = new XdrOut();
  private final List<byte[]> auth = new ArrayList<>();
  private final List<Integer> archived = new ArrayList<>();
  private byte[] hostFunction = {};
  private boolean newer;
  private int copied;

  private EnvelopeScan(byte[] envelope, int start) {
    in = new XdrWalk(envelope);
    in.skip(start);
    copied = start;
  }

  /**
   * Finds what a contract's transaction declares.
   *
   * @param start where the Transaction starts
   * @return empty when it is not a contract's
   */
  static Optional<Found> of(byte[] envelope, int start) {
    EnvelopeScan scan = new EnvelopeScan(envelope, start);
    try {
      return scan.transaction(start);
    } catch (RuntimeException e) {
      // whatever it is, the SDK's reader will say the same of it
      return Optional.empty();
    }
  }

  private Optional<Found> transaction(int start) {
    in.skipMuxedAccount();
    in.skip(12);
    preconditions();
    memo();
    int operations = in.count();
    if (operations == 0) {
      return Optional.empty();
    }
    for (int i = 0; i < operations; i++) {
      if (in.int32() != 0) {
        in.skipMuxedAccount();
      }
      if (!operation()) {
        return Optional.empty();
      }
    }
    if (in.int32() == 1) {
      sorobanData();
    }
    copy();
    return Optional.of(
        new Found(in.since(start), readable.bytes(), hostFunction, auth, archived, newer));
  }

  private void copy() {
    readable.raw(in.since(copied));
    copied = in.position();
  }

  private void preconditions() {
    int kind = in.int32();
    if (kind == 1) {
      in.skip(16);
    } else if (kind == 2) {
      for (int length : new int[] {16, 8, 8}) {
        if (in.int32() != 0) {
          in.skip(length);
        }
      }
      in.skip(12);
      int signers = in.count();
      for (int i = 0; i < signers; i++) {
        int type = in.int32();
        in.skip(32);
        if (type == 3) {
          in.skipOpaque();
        }
      }
    }
  }

  private void memo() {
    switch (in.int32()) {
      case 0 -> {}
      case 1 -> in.skipOpaque();
      case 2 -> in.skip(8);
      default -> in.skip(32);
    }
  }

  private boolean operation() {
    return switch (in.int32()) {
      case INVOKE -> {
        copy();
        int start = in.position();
        newer |= hostFunction() != 0;
        hostFunction = in.since(start);
        int entries = in.count();
        for (int i = 0; i < entries; i++) {
          authorization();
        }
        if (newer || in.sawNewer()) {
          newer = true;
          readable.int32(UPLOAD).int32(0).int32(0);
          copied = in.position();
        }
        yield true;
      }
      case EXTEND -> {
        in.skip(8);
        yield true;
      }
      case RESTORE -> {
        in.skip(4);
        yield true;
      }
      default -> false;
    };
  }

  private int hostFunction() {
    int kind = in.int32();
    switch (kind) {
      case 0 -> call();
      case 1 -> creation(false);
      case 2 -> in.skipOpaque();
      case 3 -> creation(true);
      default -> throw new IllegalArgumentException("an unknown host function");
    }
    return kind;
  }

  private void call() {
    in.skipAddress();
    in.skipOpaque();
    in.skipValues();
  }

  private void creation(boolean withArguments) {
    if (in.int32() == 0) {
      in.skipAddress();
      in.skip(32);
    } else {
      in.skipAsset();
    }
    in.skipExecutable();
    if (withArguments) {
      in.skipValues();
    }
  }

  private void authorization() {
    int start = in.position();
    int kind = in.int32();
    newer |= kind > BY_ADDRESS;
    if (kind > BY_ADDRESS_V2) {
      throw new IllegalArgumentException("an unknown kind of credentials");
    }
    if (kind != 0) {
      in.skipAddress();
      in.skip(12);
      in.skipValue();
    }
    invocation();
    auth.add(in.since(start));
  }

  private void invocation() {
    int kind = in.int32();
    switch (kind) {
      case 0 -> call();
      case 1 -> creation(false);
      default -> creation(true);
    }
    newer |= kind != 0;
    int below = in.count();
    for (int i = 0; i < below; i++) {
      invocation();
    }
  }

  /** With a list of archived entries it is of version 1. */
  private void sorobanData() {
    copy();
    if (in.int32() == 1) {
      int count = in.count();
      for (int i = 0; i < count; i++) {
        archived.add(in.int32());
      }
      readable.int32(0);
      copied = in.position();
    }
    for (int list = 0; list < 2; list++) {
      int keys = in.count();
      for (int i = 0; i < keys; i++) {
        ledgerKey();
      }
    }
    in.skip(20);
  }

  private void ledgerKey() {
    switch (in.int32()) {
      case 0 -> in.skip(36);
      case 1 -> {
        in.skip(36);
        in.skipAsset();
      }
      case 6 -> {
        in.skipAddress();
        in.skipValue();
        in.skip(4);
      }
      case 7, 9 -> in.skip(32);
      case 8 -> in.skip(4);
      default -> throw new IllegalArgumentException("a key that no contract has");
    }
  }
}

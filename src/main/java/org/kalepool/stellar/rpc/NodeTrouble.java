package org.kalepool.stellar.rpc;

import java.util.Locale;

/** What is wrong with a node, as log, health and metrics name it. */
public enum NodeTrouble {
  /** No connection, or one that broke. */
  UNREACHABLE,
  /** It takes calls and does not answer them in time: slow, not dead. */
  SLOW,
  /** It wants fewer calls: HTTP 429, or its words for it. */
  RATE_LIMITED,
  /** It does not take our key: HTTP 401 or 403. */
  UNAUTHORISED,
  /** It says that something went wrong on its side. */
  FAILING,
  /** It answers with something that is no JSON-RPC: nothing, a page, another shape. */
  SENSELESS,
  /** It answers from before what was seen already. */
  LAGGING,
  /** It serves another network than the configured one. */
  WRONG_NETWORK,
  /** It does not remember what happened since the pool last looked. */
  FORGETFUL;

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether asking again at once is sure to meet the same. */
  boolean pausesAtOnce() {
    return this == RATE_LIMITED
        || this == UNAUTHORISED
        || this == WRONG_NETWORK
        || this == FORGETFUL;
  }
}

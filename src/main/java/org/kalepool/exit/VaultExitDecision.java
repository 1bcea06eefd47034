package org.kalepool.exit;

/** What is to be done about a leaving farmer whose KALE lies in a vault. */
sealed interface VaultExitDecision {
  /** Have the vault made, so that its owner can take out what lies there. */
  record Make() implements VaultExitDecision {}

  /** End planting from it for ever. */
  record Stop() implements VaultExitDecision {}

  /** Have the pool's share of its last gain taken. */
  record Settle() implements VaultExitDecision {}

  /** Nothing is left to be done; what is in the vault is its owner's. */
  record Depart() implements VaultExitDecision {}

  /** Nothing ever lay there that the pool would have made a vault for. */
  record Gone() implements VaultExitDecision {}
}

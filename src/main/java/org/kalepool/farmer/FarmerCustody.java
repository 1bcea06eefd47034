package org.kalepool.farmer;

/** Where a farmer's KALE lies. Stored by name, and never changed. */
public enum FarmerCustody {
  /** In an account of the farmer's whose key the pool keeps. */
  CUSTODIAL,
  /** In a contract from which the pool can plant, and only its owner can take. */
  VAULT
}

package org.kalepool.kale;

/** The KALE contract's own errors, {@code Error(Contract, #1)} to {@code #15}. */
public enum ContractError {
  HOMESTEAD_EXISTS(1, "the contract has been set up already"),
  HOMESTEAD_MISSING(2, "the contract has not been set up"),
  FARM_BLOCK_MISSING(3, "the contract has no running block"),
  FARM_PAUSED(4, "the farm is paused"),
  FARM_NOT_PAUSED(5, "the farm is not paused"),
  PLANT_AMOUNT_TOO_LOW(6, "a stake cannot be negative"),
  ZERO_COUNT_TOO_LOW(7, "an earlier work has as many zeros"),
  PAIL_EXISTS(8, "the farmer has planted in this block"),
  PAIL_MISSING(9, "there is no such pail"),
  WORK_MISSING(10, "the pail has never been worked"),
  BLOCK_MISSING(11, "there is no such block"),
  BLOCK_INVALID(12, "a maximum of the block is below its minimum"),
  HASH_INVALID(13, "the hash is not the one of this block, nonce and farmer"),
  HARVEST_NOT_READY(14, "the block is still running"),
  GAP_COUNT_TOO_LOW(15, "it was planted in this very ledger");

  private final int code;
  private final String meaning;

  ContractError(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  public String meaning() {
    return meaning;
  }
}

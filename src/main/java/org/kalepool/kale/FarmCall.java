package org.kalepool.kale;

/** A farmer's call of the KALE contract. */
public enum FarmCall {
  PLANT,
  WORK,
  HARVEST
}

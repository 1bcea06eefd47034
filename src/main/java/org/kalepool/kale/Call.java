package org.kalepool.kale;

/** A farmer's call of the KALE contract. */
public enum Call {
  PLANT,
  WORK,
  HARVEST
}

package org.kalepool.harvest;

/** Somebody waits for harvests: what is due is to be looked for now. */
public record HarvestWanted() {}

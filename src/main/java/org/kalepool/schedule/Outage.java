package org.kalepool.schedule;

/** Of exceptions: something outside of this process is away; trying again later may help. */
public interface Outage {}

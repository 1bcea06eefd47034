package org.kalepool.farmer;

import java.util.UUID;

/** A farmer's custodial account was seen on the network for the first time. */
public record FarmerSeen(UUID farmer) {}

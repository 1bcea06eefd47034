package org.kalepool.exit;

import java.util.UUID;

/** A farmer was paid out and the custodial account is gone. */
public record FarmerDeparted(UUID farmer) {}

package org.kalepool.farmer;

import java.util.UUID;

/**
 * The rows of an unseen farmer go, as its registration lapses; whoever keeps any that refer to it
 * removes them now, in the same database transaction.
 */
public record RegistrationLapses(UUID farmer) {}

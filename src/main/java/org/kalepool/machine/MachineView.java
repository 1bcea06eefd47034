package org.kalepool.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A machine at a moment.
 *
 * @param block that runs, −1 while none is known
 * @param left until the next block is due, by this machine's clock
 * @param farmers planted in it
 * @param hashRate hashes a second, mean of the last minute
 * @param sent farmers for whom a work was handed over
 * @param landed farmers whose work the chain has
 * @param gap mean of those, ledgers
 * @param obstacle why nothing is hashed
 * @param notPlanting why the backend plants nobody
 * @param journal why the journal cannot be written
 * @param unreported blocks whose end the backend has not been told
 * @param worksTaken that the backend took since the start
 * @param workedAt when the engine last had its turn
 * @param capacity farmers it can carry
 * @param channels how its own sending does
 */
public record MachineView(
    long block,
    Duration left,
    long ledger,
    int farmers,
    double hashRate,
    OptionalInt bestZeros,
    int sent,
    int landed,
    double gap,
    Optional<Instant> nextSend,
    Optional<String> obstacle,
    Optional<String> nodeError,
    Optional<Instant> nodeAnswered,
    Optional<String> backendError,
    Optional<Instant> backendAnswered,
    boolean backendAway,
    Optional<String> notPlanting,
    Optional<String> journal,
    int unreported,
    long worksTaken,
    long worksRefused,
    Optional<Instant> workedAt,
    long capacity,
    ChannelView channels) {}

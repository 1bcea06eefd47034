package org.kalepool.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Xlm;

/**
 * What is so at the moment; null where that is not known.
 *
 * @param slowest the API's slowest answer of the last minutes
 * @param cpu percent of the processors that all but hashing takes
 * @param memory percent of the heap in use
 * @param wallet the own pooler's XLM, reserves taken off
 * @param shortFarmers how many farmers have less than the threshold
 * @param differing farmers whose books and chain differ
 * @param bonds names of poolers whose bond's account has less than the books say
 * @param vaults by subject what is wrong with vaults and the pool contract; null if nobody has
 *     looked
 * @param node what is wrong with the RPC node, empty if nothing
 * @param backup when the last backup was made, or should have been made first
 */
record State(
    Instant at,
    @Nullable Duration slowest,
    @Nullable Integer cpu,
    @Nullable Integer memory,
    @Nullable Xlm wallet,
    @Nullable Long shortFarmers,
    List<String> differing,
    List<String> bonds,
    @Nullable Map<String, String> vaults,
    String node,
    @Nullable Instant backup) {}

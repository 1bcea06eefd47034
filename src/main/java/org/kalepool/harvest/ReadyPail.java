package org.kalepool.harvest;

import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Holdings;

/**
 * A pail that can be harvested now.
 *
 * @param due whether it is to be; if not, it only goes along with another of its farmer's
 * @param reward what it will pay beside its stake, null if that cannot be said
 * @param held what the farmer's account has, null if there is none
 */
record ReadyPail(OpenPail pail, boolean due, @Nullable Kale reward, @Nullable Holdings held) {}

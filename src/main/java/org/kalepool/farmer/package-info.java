/** Farmers: onboarding, settings, life cycle, and their own REST resource. */
@org.jspecify.annotations.NullMarked
package org.kalepool.farmer;

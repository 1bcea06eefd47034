package org.kalepool.web;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/** Holds calls to {@link AdminsOnly}. */
@AdminsOnly
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
class AdminsOnlyCheck {
  private final Caller caller;

  AdminsOnlyCheck(Caller caller) {
    this.caller = caller;
  }

  @AroundInvoke
  @Nullable Object check(InvocationContext call) throws Exception {
    caller.requireOfOperators(OperatorRole.ADMIN);
    return call.proceed();
  }
}

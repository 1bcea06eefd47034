package org.kalepool.settings;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A time of a millisecond or more. */
@Target(METHOD)
@Retention(RUNTIME)
@Constraint(validatedBy = PositiveTime.OfDuration.class)
public @interface PositiveTime {
  /** The rule, to follow the key. */
  String message() default "must be a time longer than 0";

  /** As Bean Validation wants it. */
  Class<?>[] groups() default {};

  /** As Bean Validation wants it. */
  Class<? extends Payload>[] payload() default {};

  /** Looks at a time. */
  final class OfDuration implements ConstraintValidator<PositiveTime, Duration> {
    @Override
    public boolean isValid(@Nullable Duration time, ConstraintValidatorContext context) {
      return time == null || time.toMillis() > 0;
    }
  }
}

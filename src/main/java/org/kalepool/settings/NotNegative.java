package org.kalepool.settings;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE_USE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Amount;

/** An amount, or a time, of zero or more. */
@Target({METHOD, TYPE_USE})
@Retention(RUNTIME)
@Constraint(validatedBy = {NotNegative.OfAmount.class, NotNegative.OfDuration.class})
public @interface NotNegative {
  /** The rule, to follow the key. */
  String message() default "must not be negative";

  /** As Bean Validation wants it. */
  Class<?>[] groups() default {};

  /** As Bean Validation wants it. */
  Class<? extends Payload>[] payload() default {};

  /** Looks at an amount. */
  final class OfAmount implements ConstraintValidator<NotNegative, Amount<?>> {
    @Override
    public boolean isValid(@Nullable Amount<?> amount, ConstraintValidatorContext context) {
      return amount == null || !amount.isNegative();
    }
  }

  /** Looks at a time. */
  final class OfDuration implements ConstraintValidator<NotNegative, Duration> {
    @Override
    public boolean isValid(@Nullable Duration time, ConstraintValidatorContext context) {
      return time == null || !time.isNegative();
    }
  }
}

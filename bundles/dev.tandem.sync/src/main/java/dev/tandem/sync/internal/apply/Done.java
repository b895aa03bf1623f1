package dev.tandem.sync.internal.apply;

import dev.tandem.sync.internal.plan.Step;
import dev.tandem.sync.internal.version.BaseChange;

/**
 * A step that was done, but may not survive a power failure yet.
 *
 * @param base what the base learns once it does
 */
record Done(Step.Change step, BaseChange base) { }

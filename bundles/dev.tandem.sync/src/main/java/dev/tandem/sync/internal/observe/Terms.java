package dev.tandem.sync.internal.observe;

import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.NameRules;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Agreement;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.DirectoryItem;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.model.Item.LinkItem;
import dev.tandem.sync.internal.plan.Names;
import dev.tandem.sync.internal.replica.Replica;
import dev.tandem.sync.internal.replica.Traits;
import dev.tandem.sync.internal.version.Sides;
import java.util.Arrays;

/** On what terms two sides are compared: which names mean the same, which attributes count, which stamps are believed. */
public final class Terms {
    private final Sides sides;
    private final Names names;
    private final Agreement agreement;
    private final Stamps leftStamps;
    private final Stamps rightStamps;

    /** The terms of two sides, by rules as far as both can keep to them. */
    public Terms(Sides sides, NameRules nameRules, AttributeRules rules) {
        this.sides = sides;
        Traits one = sides.left().traits();
        Traits other = sides.right().traits();
        this.names = new Names(nameRules.foldCase() || !one.caseSensitive() || !other.caseSensitive(),
                nameRules.normalize() || !one.keepsUnicode() || !other.keepsUnicode());
        int mask = rules.permissionMask() & one.permissionMask() & other.permissionMask();
        this.agreement = new Agreement(new AttributeRules(rules.times(), mask,
                rules.owner() && one.owners() && other.owners(),
                rules.extended() && one.extended() && other.extended()),
                Math.max(one.timeGranularity(), other.timeGranularity()));
        this.leftStamps = new Stamps(one);
        this.rightStamps = new Stamps(other);
    }

    Replica of(Side side) {
        return sides.of(side);
    }

    /** Returns which spellings mean the same. */
    public Names names() {
        return names;
    }

    /** Returns which attributes count as equal, as far as both sides can hold them. */
    public Agreement agreement() {
        return agreement;
    }

    Stamps stamps(Side side) {
        return side == Side.LEFT ? leftStamps : rightStamps;
    }

    /** Tells whether nothing that counts differs; files whose content is not known are not equal to any. */
    boolean equal(Item.Present one, Item.Present other) {
        return switch (one) {
            case FileItem file -> other instanceof FileItem twin && file.size() == twin.size() && file.isRead()
                    && file.content().equals(twin.content()) && agree(one, other, false);
            // The times and permissions of a link itself are hardly anybody's business.
            case LinkItem link -> other instanceof LinkItem twin && Arrays.equals(link.target(), twin.target());
            case DirectoryItem _ -> other instanceof DirectoryItem && agree(one, other, true);
            case Item.SpecialItem _ -> false;
        };
    }

    private boolean agree(Item.Present one, Item.Present other, boolean directory) {
        return agreement.same(one.attributes(), other.attributes(), directory);
    }
}

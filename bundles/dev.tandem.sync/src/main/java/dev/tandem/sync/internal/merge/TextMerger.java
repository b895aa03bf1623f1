package dev.tandem.sync.internal.merge;

import dev.tandem.model.RawPath;
import dev.tandem.sync.spi.Merger;
import java.io.IOException;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * Merges texts by lines, as diff3 and {@code git merge-file} do. Files of which a line is worth nothing without all the
 * others, patches and keys for instance, are not among its names.
 */
// Below whatever knows more than lines, and below plugins, which have 0 if they do not say otherwise.
@Component(property = "service.ranking:Integer=-200")
public final class TextMerger implements Merger {
    private static final FileNames NAMES = FileNames.of("""
            adoc asciidoc bib creole log markdown md mdown mdx me mkd nfo org pod rst rtx tex text textile txt wiki
            ada adb ads asm awk bas bash bat bats c cc cjs cl clj cljc cljs cls cmd coffee cpp cr cs csx cu cxx d dart
            dpr edn el elm erl ex exs f f03 f90 f95 fish for frag fs fsi fsx gd glsl go groovy h hh hpp hrl hs hx hxx
            inc ino ipp java jl js jsx kt kts ksh lhs lisp lpr lua m m4 mjs ml mli mm mts nim nix nut odin p6 pas php
            phtml pl pm pp proto ps1 psd1 psm1 purs py pyi pyw pyx r rake rb rkt rs s sas sc scala scm sh sol sql st
            sv svh swift tcl thrift ts tsx v vala vb vbs vert vhd vhdl vim wat zig zsh
            aspx astro cshtml css ejs erb haml hbs htm html jade jsp less liquid mustache njk pug rhtml sass scss styl
            svelte svg twig vue xhtml
            atom axaml cabal cmake csproj csv cue dtd fodg fods fodt fsproj fxml gpx gradle graphql graphqls gql hcl
            iml jelly json5 jsonc jsonl kml ld mk mod ndjson opml owl pbxproj plist po pom pot pro props proj qml rdf
            rnc rss sbt sgml sln storyboard strings targets tf tfvars toml tsv ttl ui vbproj vcxproj wsdl xaml
            xcconfig xib xliff xml xsd xsl xslt xul yaml yml
            abc ass bnd bndrun bst dot dtx gnuplot gp gv ics ins lrc ly mermaid mmd plantuml plt puml sbv srt sty sub
            todo vcf vtt
            """, """
            authors brewfile build build.bazel bugs caddyfile changelog changes codeowners contributing contributors
            copying copyright credits dockerfile gemfile gnumakefile go.mod history hosts install jenkinsfile justfile
            licence license makefile news notes notice pkgbuild podfile procfile rakefile readme thanks todo
            vagrantfile version
            .bash_aliases .bash_login .bash_logout .bash_profile .bashrc .cshrc .dockerignore .emacs .eslintignore
            .exrc .gitattributes .gitignore .gitkeep .gvimrc .hgignore .htaccess .inputrc .kshrc .login .mailmap
            .nanorc .npmignore .nvmrc .prettierignore .profile .rgignore .screenrc .stignore .tcshrc .tmux.conf .vimrc
            .xinitrc .xresources .zlogin .zprofile .zshenv .zshrc
            """);

    @Override
    public String name() {
        return "text";
    }

    @Override
    public boolean accepts(RawPath path) {
        return NAMES.match(path);
    }

    @Override
    public Optional<byte[]> merge(byte[] base, byte[] left, byte[] right) throws IOException {
        return Text.merge(base, left, right, Text::mergeLines);
    }
}

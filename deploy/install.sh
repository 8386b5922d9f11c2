#!/bin/sh
# Installs SkyPanel on Debian, Raspberry Pi OS or Ubuntu (amd64, arm64), from a clone or a release: docs/install.md.
# Run it as often as you like: what is there already stays as it is.
set -eu

home=/opt/skypanel
data=/var/lib/skypanel
settings=/etc/skypanel
unit=/etc/systemd/system/skypanel.service
wrapper=/usr/local/bin/skypanel
account=skypanel

public_url=''
caddy=no
dry=no
uninstall=no
start=yes

usage() {
  cat <<'END'
usage: deploy/install.sh [options]

  --public-url <address>  The address people will type: https://panel.example.org
  --caddy                 Install Caddy too, as the reverse proxy for that address
  --no-start              Install everything, start nothing: systemctl enable --now skypanel does, later
  --dry-run               Say what would be done, and do nothing
  --uninstall             Take the program away; data, settings and the user stay
END
}

fail() {
  echo "install: $*" >&2
  exit 1
}

# A step, in a sentence.
say() { echo "==> $*"; }

# What is there already.
same() { echo "    $* (as it is)"; }

# A command that changes something: shown first, and only shown in a dry run.
run() {
  echo "    $*"
  if [ "$dry" = no ]; then "$@"; fi
}

# Writes standard input to a file, if it is not that already.
write() { # file mode owner
  text=$(cat)
  if [ -f "$1" ] && [ "$(cat "$1")" = "$text" ]; then
    same "$1"
    return 1
  fi
  echo "    write $1"
  if [ "$dry" = no ]; then
    printf '%s\n' "$text" >"$1.new"
    chmod "$2" "$1.new"
    chown "$3" "$1.new"
    mv "$1.new" "$1"
  fi
}

has_systemd() { [ -d /run/systemd/system ]; }

while [ $# -gt 0 ]; do
  case $1 in
    --public-url) [ $# -gt 1 ] || fail '--public-url needs an address'; public_url=$2; shift ;;
    --public-url=*) public_url=${1#*=} ;;
    --caddy) caddy=yes ;;
    --no-start) start=no ;;
    --dry-run) dry=yes ;;
    --uninstall) uninstall=yes ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done

source=$(cd "$(dirname "$0")/.." && pwd)
[ "$dry" = yes ] || [ "$(id -u)" = 0 ] || fail 'run it as root: sudo deploy/install.sh'

remove_program() {
  say 'Stop SkyPanel and take its service away'
  if has_systemd && [ -e "$unit" ]; then run systemctl disable --now skypanel; fi
  if [ -x "$wrapper" ] && ! has_systemd; then run "$wrapper" stop; fi
  if [ -e "$unit" ]; then run rm -f "$unit"; fi
  if has_systemd; then run systemctl daemon-reload; fi
  say 'Take the program away'
  run rm -rf "$home" "$wrapper"
  if [ -e /etc/caddy/skypanel.caddy ]; then
    say 'Take the site away from Caddy'
    run sed -i '\#^import /etc/caddy/skypanel.caddy$#d' /etc/caddy/Caddyfile
    run rm -f /etc/caddy/skypanel.caddy
    if has_systemd && systemctl is-active --quiet caddy; then run systemctl reload caddy; fi
  fi
  say "Your data is still in $data, your settings in $settings"
  echo "    To take that away too: rm -r $data $settings; userdel $account"
}

if [ "$uninstall" = yes ]; then
  remove_program
  exit 0
fi

check_machine() {
  say 'Look at this machine'
  # shellcheck source=/dev/null
  system=$(. /etc/os-release 2>/dev/null && echo "$ID ${ID_LIKE:-}") || system=unknown
  case " $system " in
    *' debian '* | *' ubuntu '* | *' raspbian '*) ;;
    *) fail "this is for Debian, Raspberry Pi OS and Ubuntu, not for $system: docs/install.md has other ways" ;;
  esac
  # The system may be of 32 bits on a processor of 64.
  case $(dpkg --print-architecture) in
    amd64) arch=x64 ;;
    arm64) arch=arm64 ;;
    *) fail "this system is for $(dpkg --print-architecture): SkyPanel needs amd64 or arm64 (64-bit Raspberry Pi OS)" ;;
  esac
  echo "    $system, $arch"
  if ! has_systemd; then echo '    systemd does not run here: the service is written, and started by nobody'; fi
}

install_packages() {
  say 'Install what is needed to fetch and unpack'
  missing=''
  for package in ca-certificates tar gzip; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing="$missing $package"
  done
  if [ -z "$missing" ]; then
    same 'ca-certificates tar gzip'
    return
  fi
  run apt-get update -qq
  # shellcheck disable=SC2086
  run env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing
}

make_account() {
  say "Make the user $account, who owns nothing but the data"
  if id "$account" >/dev/null 2>&1; then
    same "$account"
  else
    run useradd --system --user-group --home-dir "$data" --no-create-home --shell /usr/sbin/nologin "$account"
  fi
  say 'Make the folders'
  for folder in "$home" "$home/releases"; do [ -d "$folder" ] || run install -d -m 755 "$folder"; done
  [ -d "$data" ] || run install -d -m 700 -o "$account" -g "$account" "$data"
  [ -d "$settings" ] || run install -d -m 750 -o root -g "$account" "$settings"
}

has_node() {
  command -v npm >/dev/null && [ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 18' 2>/dev/null)" = true ]
}

# npm brings SkyPanel's packages, its own Node among them; it needs some Node to begin with.
find_node() {
  say 'Find Node and npm'
  if has_node; then
    same "$(command -v node) $(node --version)"
    return
  fi
  run apt-get update -qq
  run env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends nodejs npm
  [ "$dry" = yes ] || has_node || fail 'the Node of this system is too old: install Node 18 or newer, with npm, and run this again'
}

# One number for everything that goes into a release.
digest_source() {
  (
    cd "$source"
    find . \( -path ./node_modules -o -path ./dist -o -path ./data -o -path ./.git -o -path ./.astro -o -path ./release \) -prune \
      -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-64
  )
}

# From a release: as it is. From a clone: a copy is built, so that the clone stays whose it is.
install_release() {
  stamp=$(digest_source)
  say 'Put the program in place'
  if [ -L "$home/current" ] && [ "$(cat "$home/current/.source" 2>/dev/null)" = "$stamp" ]; then
    same "$(readlink "$home/current")"
    return
  fi
  made=$home/made
  run rm -rf "$made"
  if [ -f "$source/release.json" ]; then
    run mkdir -p "$made"
    run cp -R "$source" "$made/skypanel"
    fetch_packages
    run tar -czf "$made/skypanel.tar.gz" -C "$made" skypanel
  else
    build_release
  fi
  [ "$dry" = no ] || return 0
  (cd "$made" && sha256sum skypanel*.tar.gz >sum && mv sum "$(ls skypanel*.tar.gz).sha256")
  archive=$(ls "$made"/skypanel*.tar.gz)
  if [ -L "$home/current" ]; then
    run "$wrapper" upgrade "$archive"
  else
    version=$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' "$source/package.json" | head -n 1)
    place=$home/releases/$version
    run rm -rf "$place"
    run mkdir -p "$place"
    run tar -xzf "$archive" -C "$place" --strip-components=1 --no-same-owner
    cut -c 1-64 "$archive.sha256" >"$place/.sha256"
    run ln -s "releases/$version" "$home/current"
  fi
  echo "$stamp" >"$home/current/.source"
  run rm -rf "$made"
}

fetch_packages() {
  [ -d "$source/node_modules" ] && return
  find_node
  echo "    fetch the packages of this release"
  if [ "$dry" = no ]; then (cd "$made/skypanel" && node deploy/setup.mjs --production); fi
}

build_release() {
  find_node
  say 'Build it (some minutes the first time)'
  echo "    copy $source, fetch the packages, build, pack"
  [ "$dry" = no ] || return 0
  mkdir -p "$made/source"
  (cd "$source" && tar -cf - --exclude=./node_modules --exclude=./dist --exclude=./data --exclude=./.git --exclude=./.astro --exclude=./release .) |
    tar -xf - -C "$made/source" --no-same-owner
  (
    cd "$made/source"
    node deploy/setup.mjs --production
    node_modules/.bin/node deploy/make-release.ts --with-packages "$made"
  )
  rm -rf "$made/source"
}

write_command() {
  say 'Put the command line on the path'
  write "$wrapper" 755 root:root <<END || true
#!/bin/sh
# The command line of the SkyPanel in $home, with its settings. Written by deploy/install.sh.
export SKYPANEL_CONFIG="\${SKYPANEL_CONFIG:-$settings/skypanel.toml}"
case "\${1:-help}" in
  help | completion) ;;
  *) [ -r "$settings/skypanel.toml" ] || [ "\$(id -u)" = 0 ] || { echo 'Only root may do that: sudo skypanel …' >&2; exit 1; } ;;
esac
if [ -r "$settings/environment" ]; then set -a && . "$settings/environment" && set +a; fi
program=$home/current/skypanel
case "\${1:-}" in
  # These change the program or its service.
  upgrade | init) exec "\$program" "\$@" ;;
  start | stop) if [ -d /run/systemd/system ]; then exec "\$program" "\$@"; fi ;;
esac
# What root writes into the data SkyPanel could not change.
if [ "\$(id -u)" = 0 ]; then exec setpriv --reuid=$account --regid=$account --init-groups "\$program" "\$@"; fi
exec "\$program" "\$@"
END
}

write_settings() {
  say 'Write the settings and make the secrets'
  if [ -f "$settings/skypanel.toml" ]; then
    same "$settings/skypanel.toml"
    if [ -n "$public_url" ] && ! grep -qF "\"${public_url%/}\"" "$settings/skypanel.toml"; then
      echo "    it names another address than $public_url: change public_url there, then restart SkyPanel"
    fi
    return
  fi
  set -- init --yes --data-dir "$data"
  if [ -n "$public_url" ]; then set -- "$@" --public-url "$public_url"; fi
  run "$wrapper" "$@"
  run chown "root:$account" "$settings/skypanel.toml"
  run chmod 640 "$settings/skypanel.toml"
  run chown -R "$account:$account" "$data"
}

write_service() {
  say 'Write the service, and start it'
  template=$home/current/deploy/systemd/skypanel.service
  [ -f "$template" ] || template=$source/deploy/systemd/skypanel.service
  changed=yes
  write "$unit" 644 root:root <"$template" || changed=no
  if ! has_systemd; then
    echo "    systemd does not run here: start it with \`skypanel start\`, or let your init run that"
    return
  fi
  if [ "$changed" = yes ]; then run systemctl daemon-reload; fi
  if [ "$start" = no ]; then return; fi
  if systemctl is-enabled --quiet skypanel 2>/dev/null && systemctl is-active --quiet skypanel; then
    same 'skypanel.service runs'
    if [ "$changed" = yes ]; then run systemctl restart skypanel; fi
  else
    run systemctl enable --now skypanel
  fi
}

install_caddy() {
  say 'Install Caddy, which fetches a certificate by itself'
  case $public_url in
    https://*) host=${public_url#https://} ;;
    *) fail '--caddy needs --public-url https://…' ;;
  esac
  if command -v caddy >/dev/null; then
    same "$(command -v caddy)"
  else
    run apt-get update -qq
    run env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends caddy
  fi
  changed=yes
  [ "$dry" = yes ] || mkdir -p /etc/caddy
  sed "s/panel\.example\.org/${host%/}/" "$source/deploy/proxy/Caddyfile" | write /etc/caddy/skypanel.caddy 644 root:root || changed=no
  if grep -qsx 'import /etc/caddy/skypanel.caddy' /etc/caddy/Caddyfile; then
    same /etc/caddy/Caddyfile
  else
    echo "    add \`import /etc/caddy/skypanel.caddy\` to /etc/caddy/Caddyfile"
    [ "$dry" = yes ] || echo 'import /etc/caddy/skypanel.caddy' >>/etc/caddy/Caddyfile
    changed=yes
  fi
  has_systemd || return 0
  if [ "$changed" = yes ] || ! systemctl is-active --quiet caddy; then run systemctl reload-or-restart caddy; fi
}

check_machine
install_packages
make_account
install_release
write_command
write_settings
write_service
if [ "$caddy" = yes ]; then install_caddy; fi

say 'Done'
echo "    settings: $settings/skypanel.toml   data: $data   program: $home/current"
echo '    sudo skypanel status   says whether it runs'
echo '    sudo skypanel doctor   finds what is wrong, and the cure'
echo '    sudo skypanel logs     has the code for whoever shall administer this box'

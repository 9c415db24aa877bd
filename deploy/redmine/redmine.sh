#!/usr/bin/env bash
# A real Redmine 5.0.4 (Debian 12) on 127.0.0.1 for connector tests.  As root:
#   redmine.sh up      install (once), create + seed (once), start, wait; prints the seed file's path
#   redmine.sh reset   back to the freshly seeded database, restarted
#   redmine.sh down    stop           redmine.sh status
# Re-running `up` is safe at any point.  Env: REDMINE_PORT (3201), REDMINE_STATE (/var/tmp/redmine-ci).
set -euo pipefail
PORT=${REDMINE_PORT:-3201}; STATE=${REDMINE_STATE:-/var/tmp/guanjia-redmine}; INST=guanjia
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd); SEED_RB=${REDMINE_SEED:-$HERE/seed.rb}
URL=http://127.0.0.1:$PORT; PIDF=$STATE/puma.pid; APP=/usr/share/redmine
export DEBIAN_FRONTEND=noninteractive
say() { echo "redmine.sh: [${SECONDS}s] $*" >&2; }

# Debian's ruby3.1 security update ships Bundler 2.3.27 without Debian's "system gems are not deleted"
# patch, so redmine's postinst fails ("Could not find racc-1.6.2.gem for installation"); the patched
# Bundler 2.3.15 is in ruby-bundler, and RUBYLIB puts it first.
bundlerlib() { ls -d /usr/share/rubygems-integration/all/gems/bundler-*/lib 2>/dev/null | sort -V | tail -1; }

install_pkgs() {
  if [ "$(dpkg-query -W -f='${db:Status-Status}' redmine 2>/dev/null || true)" = installed ] && command -v puma >/dev/null; then return; fi
  say "installing"
  local apt="apt-get -y -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-unsafe-io"
  debconf-set-selections <<'D'
redmine redmine/instances/default/dbconfig-install boolean false
redmine redmine/instances/default/database-type select sqlite3
D
  export UCF_FORCE_CONFFMISS=1
  RUBYLIB=$(bundlerlib) dpkg --configure -a >/dev/null            # finish an install that broke half-way
  $apt update
  RUBYLIB=$(bundlerlib) $apt install --no-install-recommends ruby ruby-bundler curl >/dev/null
  say "installing redmine"
  RUBYLIB=$(bundlerlib) $apt install --no-install-recommends redmine redmine-sqlite puma >/dev/null
}
as_www() { setpriv --reuid=www-data --regid=www-data --init-groups env -C "$APP" HOME="$STATE" RAILS_ENV=production \
  REDMINE_INSTANCE=$INST RUBYLIB="$(bundlerlib)" RAILS_SERVE_STATIC_FILES=1 SEED_OUT="$STATE/seed.json" LANG=C.UTF-8 "$@"; }
create() {
  [ -f "$STATE/template.sqlite3" ] && return
  say "creating and seeding the instance"
  install -d -o www-data -g www-data -m 0750 "$STATE"
  $APP/bin/redmine-instances create $INST
  local cfg; cfg=$(readlink -f $APP/instances/$INST/config)
  printf 'production:\n  adapter: sqlite3\n  database: %s/redmine.sqlite3\n  timeout: 10000\n' "$STATE" > "$cfg/database.yml"
  [ -s "$cfg/secret_key.txt" ] || head -c32 /dev/urandom | od -An -tx1 | tr -d ' \n' > "$cfg/secret_key.txt"
  chown -R www-data:www-data "$cfg"/ "$(readlink -f $APP/instances/$INST/log)" "$(readlink -f $APP/instances/$INST/tmp)" "$(readlink -f $APP/instances/$INST/files)"
  rm -f "$STATE"/redmine.sqlite3*
  as_www env SCHEMA=/dev/null bin/rake -s db:migrate > "$STATE/migrate.log"
  say "seeding"
  as_www bin/rails runner "$SEED_RB" >&2
  cp -p "$STATE/redmine.sqlite3" "$STATE/template.sqlite3.tmp"; mv "$STATE/template.sqlite3.tmp" "$STATE/template.sqlite3"
}
running() { [ -s "$PIDF" ] && kill -0 "$(cat "$PIDF")" 2>/dev/null && grep -q puma "/proc/$(cat "$PIDF")/cmdline"; }
start() {
  running && curl -fsS -o /dev/null --max-time 5 "$URL/login" && return
  stop
  say "starting on $URL"
  setsid setpriv --reuid=www-data --regid=www-data --init-groups env -C "$APP" HOME="$STATE" RAILS_ENV=production \
    REDMINE_INSTANCE=$INST RUBYLIB="$(bundlerlib)" RAILS_SERVE_STATIC_FILES=1 LANG=C.UTF-8 \
    puma -e production -b "tcp://127.0.0.1:$PORT" -t 2:8 config.ru >"$STATE/puma.log" 2>&1 </dev/null &
  echo $! > "$PIDF"
  for _ in $(seq 240); do
    curl -fsS -o /dev/null --max-time 5 "$URL/login" 2>/dev/null && { say ready; return; }
    kill -0 "$(cat "$PIDF")" 2>/dev/null || { tail -20 "$STATE/puma.log" >&2; return 1; }  # its name changes while it starts
    sleep 0.25
  done
  say "not ready in 60 s"; tail -20 "$STATE/puma.log" >&2; return 1
}
stop() {
  if running; then
    local p; p=$(cat "$PIDF"); kill -TERM "$p"
    for _ in $(seq 100); do kill -0 "$p" 2>/dev/null || break; sleep 0.1; done
    kill -0 "$p" 2>/dev/null && kill -KILL "$p"
  fi
  rm -f "$PIDF"
}
case "${1:-up}" in
  up) install_pkgs; create; start; echo "$STATE/seed.json" ;;
  reset) install_pkgs; create; stop; rm -f "$STATE"/redmine.sqlite3*; cp -p "$STATE/template.sqlite3" "$STATE/redmine.sqlite3"; start; echo "$STATE/seed.json" ;;
  down) stop ;;
  status) running && echo "running $(cat "$PIDF") $URL" || { echo stopped; exit 1; } ;;
  *) sed -n 2,7p "$0"; exit 2 ;;
esac

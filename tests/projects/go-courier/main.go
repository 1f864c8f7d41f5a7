// Command go-courier tells people where their parcels are.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"

	"example.com/courier/go-courier/internal/config"
	"example.com/courier/go-courier/internal/queue"
	"example.com/courier/go-courier/internal/store"
)

func main() {
	command := "serve"
	if len(os.Args) > 1 {
		command = os.Args[1]
	}
	settings, err := config.FromEnvironment()
	if err != nil {
		log.Fatal(err)
	}
	if err := run(command, settings); err != nil {
		log.Fatal(err)
	}
}

func run(command string, settings config.Settings) error {
	parcels, err := store.Open(settings.Database)
	if err != nil {
		return err
	}
	switch command {
	case "migrate":
		return parcels.CreateTables()
	case "deliver":
		return queue.Deliver(settings.Queue, parcels.MarkDelivered)
	case "remind":
		return parcels.RemindEvery(settings.RemindAfter)
	case "serve":
		http.HandleFunc("GET /parcels/{id}", func(w http.ResponseWriter, r *http.Request) {
			state, err := parcels.State(r.PathValue("id"))
			if err != nil {
				http.Error(w, "no such parcel", http.StatusNotFound)
				return
			}
			fmt.Fprintf(w, "%s: %s\n", settings.Company, state)
		})
		return http.ListenAndServe(":"+os.Getenv("APP_PORT"), nil)
	}
	return fmt.Errorf("unknown command %q", command)
}
